//! Markdown → outline: every construct, with the source that its visible text stands at.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use archnotes::span::Span;
use archnotes::surface::{Block, BlockKind, Format, Place, Style, outline};

/// One line a block: kind, source, quotes, parent and lead, then the visible text piece by piece with its source.
fn show_block(text: &str, block: &Block) -> String {
    let kind = match block.kind {
        BlockKind::Heading { level } => format!("h{level}"),
        BlockKind::Paragraph => "p".into(),
        BlockKind::Item { ordered, task } => {
            let mark = if ordered { "1." } else { "-" };
            format!("{mark}{}", task.map_or("", |done| if done { "[x]" } else { "[ ]" }))
        }
        BlockKind::Cell { table, row, column } => format!("cell {table}/{row}/{column}"),
        BlockKind::Footnote => "note".into(),
        BlockKind::Label | BlockKind::Id { .. } => "drawn".into(),
        BlockKind::Key { .. } | BlockKind::Value { .. } | BlockKind::Comment { .. } => "data".into(),
    };
    let mut line = format!("{kind} {:?}", block.range.of(text));
    line += "> ".repeat(block.quote_depth).trim_end();
    line += &block.parent.map_or(String::new(), |it| format!(" in {it}"));
    line += &block.lead.map_or(String::new(), |it| format!(" under {it}"));
    line + " = " + &words(text, block).join(" | ")
}

/// `visible<-source` for each run of visible characters that is not just itself.
fn words(text: &str, block: &Block) -> Vec<String> {
    let prose = &block.prose;
    let mut runs: Vec<(String, String, usize)> = Vec::new();
    for (at, c) in prose.text().char_indices() {
        let source = prose.source(Span::new(at, at + c.len_utf8()));
        let shown = source.of(text);
        match runs.last_mut() {
            Some((visible, from, end)) if *visible == *from && shown == c.to_string() && *end == source.start => {
                visible.push(c);
                from.push(c);
                *end = source.end;
            }
            Some((_, from, end)) if *end == source.end && shown.len() > 1 && *from == shown => {
                runs.last_mut().unwrap().0.push(c);
            }
            _ => runs.push((c.to_string(), shown.to_string(), source.end)),
        }
    }
    let show = |(visible, from, _): &(String, String, usize)| match visible == from {
        true => format!("{visible:?}"),
        false => format!("{visible:?}<-{from:?}"),
    };
    runs.iter().map(show).collect()
}

/// Compares the outline of `text` with `expected`, one line a block, as [`show_block`] writes it.
fn check(text: &str, expected: &[&str]) {
    let found = outline(text, Place::First, Format::Markdown);
    let shown: Vec<String> = found.blocks.iter().map(|it| show_block(text, it)).collect();
    assert_eq!(shown, expected, "{text}");
}

fn fences(text: &str) -> Vec<(String, &str, &str)> {
    let found = outline(text, Place::First, Format::Markdown).fences;
    found.into_iter().map(|it| (it.language, it.range.of(text), it.content.of(text))).collect()
}

fn comments(text: &str) -> Vec<&str> {
    outline(text, Place::First, Format::Markdown).comments.into_iter().map(|it| it.of(text)).collect()
}

#[test]
fn headings() {
    check(
        "# 하나\n\n## Two ##\nSetext\n===\nno heading: #x\n",
        &[
            r##"h1 "# 하나" = "하나""##,
            r###"h2 "## Two ##" = "Two""###,
            r#"h1 "Setext\n===" = "Setext""#,
            r##"p "no heading: #x" = "no heading: #x""##,
        ],
    );
}

#[test]
fn inline_markup_is_not_visible() {
    check(
        "*em* **st `co` x** ~~no~~ [link](http://a.b \"t\") ![alt](x.png) <b>x</b><br/>y <https://x.y/z>\n",
        &[concat!(
            r#"p "*em* **st `co` x** ~~no~~ [link](http://a.b \"t\") ![alt](x.png) <b>x</b><br/>y <https://x.y/z>" = "#,
            r#""em" | " " | "st " | "co" | " x" | " " | "no" | " " | "link" | " " | "alt" | " " | "x" | " "<-"<br/>" | "y ""#
        )],
    );
}

#[test]
fn styles() {
    let text = "**가 `a` *나*** ~~c~~ [링크](x) plain";
    let found = outline(text, Place::First, Format::Markdown);
    let prose = &found.blocks[0].prose;
    let shown: Vec<_> = prose.styles().iter().map(|(span, style)| (*style, span.of(prose.text()))).collect();
    assert_eq!(
        shown,
        [
            (Style::Code, "a"),
            (Style::Emphasis, "나"),
            (Style::Strong, "가 a 나"),
            (Style::Struck, "c"),
            (Style::Link, "링크")
        ]
    );
}

#[test]
fn line_breaks_take_the_next_lines_prefix() {
    check(
        "soft\nbreak  \nhard\\\n  back\r\nnext\rlone\n\n> a\n>  b\n",
        &[
            concat!(
                r#"p "soft\nbreak  \nhard\\\n  back\r\nnext\rlone" = "soft" | " "<-"\n" | "break" | "\n"<-"  \n" | "#,
                r#""hard" | "\n"<-"\\\n  " | "back" | " "<-"\r\n" | "next" | " "<-"\r" | "lone""#
            ),
            r#"p "a\n>  b"> = "a" | " "<-"\n>  " | "b""#,
        ],
    );
}

#[test]
fn entities_escapes_and_decomposed_hangul() {
    check(
        "R&amp;D \\*x\\* &#44032; \u{1105}\u{1161}\u{11B7}\u{1103}\u{1161} 🚀\n",
        &[concat!(
            "p \"R&amp;D \\\\*x\\\\* &#44032; \u{1105}\u{1161}\u{11B7}\u{1103}\u{1161} 🚀\" = \"R\" | \"&\"<-\"&amp;\" | ",
            "\"D \" | \"*x\" | \"* \" | \"가\"<-\"&#44032;\" | \" \" | \"람\"<-\"\u{1105}\u{1161}\u{11B7}\" | ",
            "\"다\"<-\"\u{1103}\u{1161}\" | \" 🚀\""
        )],
    );
}

#[test]
fn code_spans() {
    check(
        "`` a`b `` `a\nb` `\u{1100}\u{1161}`\n\n> `x\n> y`\n",
        &[
            concat!(
                "p \"`` a`b `` `a\\nb` `\u{1100}\u{1161}`\" = \"a`b\" | \" \" | \"a\" | \" \"<-\"\\n\" | \"b\" | \" \" | ",
                "\"가\"<-\"\u{1100}\u{1161}\""
            ),
            r#"p "`x\n> y`"> = "x" | " "<-"\n> " | "y""#,
        ],
    );
}

#[test]
fn lists() {
    check(
        "- a\n  cont\n  - b\n\n    c\n- [x] d\n- [ ] e\n\n1. one\n2. two\n",
        &[
            r#"- "- a\n  cont" = "a" | " "<-"\n  " | "cont""#,
            r#"- "- b" in 0 = "b""#,
            r#"p "c" in 1 = "c""#,
            r#"-[x] "- [x] d" = "d""#,
            r#"-[ ] "- [ ] e" = "e""#,
            r#"1. "1. one" = "one""#,
            r#"1. "2. two" = "two""#,
        ],
    );
}

#[test]
fn an_item_that_opens_with_something_else_has_no_text() {
    check(
        "- ```sh\n  k: v\n  ```\n  tail\n- - deep\n- # head\n-\n",
        &[
            r#"- "- ```sh" = "#,
            r#"p "tail" in 0 = "tail""#,
            r#"- "- - deep" = "#,
            r#"- "- deep" in 2 = "deep""#,
            r##"- "- # head" = "##,
            r##"h1 "# head" in 4 = "head""##,
            r#"- "-" = "#,
        ],
    );
}

#[test]
fn the_lead_is_right_above() {
    check(
        "Lead:\n- a\n- b\n  - c\n\nx\n\n---\n- d\n\nLead:\n\n<!-- k -->\n* e\n\n> f\n\n+ g\n\n  Inner:\n  - h\n",
        &[
            r#"p "Lead:" = "Lead:""#,
            r#"- "- a" under 0 = "a""#,
            r#"- "- b" under 0 = "b""#,
            r#"- "- c" in 2 = "c""#,
            r#"p "x" = "x""#,
            r#"- "- d" = "d""#,
            r#"p "Lead:" = "Lead:""#,
            r#"- "* e" under 6 = "e""#,
            r#"p "f"> = "f""#,
            r#"- "+ g" = "g""#,
            r#"p "Inner:" in 9 = "Inner:""#,
            r#"- "- h" in 9 under 10 = "h""#,
        ],
    );
}

#[test]
fn quotes() {
    check(
        "> q1\n> > q2\n\n> - i\n>   more\nlazy\n\n> [!NOTE]\n> hi\n",
        &[
            r#"p "q1"> = "q1""#,
            r#"p "q2"> > = "q2""#,
            r#"- "- i\n>   more\nlazy"> = "i" | " "<-"\n>   " | "more" | " "<-"\n" | "lazy""#,
            r#"p "hi"> = "hi""#,
        ],
    );
}

#[test]
fn tables() {
    let text = "표:\n\n| a | 나 |\n|---|:-:|\n| `x\\|y` | c\\|d |\n| e |\n| 1 | | 3 |\n";
    check(
        text,
        &[
            r#"p "표:" = "표:""#,
            r#"cell 0/0/0 "a" under 0 = "a""#,
            r#"cell 0/0/1 "나" under 0 = "나""#,
            r#"cell 0/1/0 "`x\\|y`" under 0 = "x" | "|y""#,
            r#"cell 0/1/1 "c\\|d" under 0 = "c" | "|d""#,
            r#"cell 0/2/0 "e" under 0 = "e""#,
            r#"cell 0/2/1 "" under 0 = "#,
            r#"cell 0/3/0 "1" under 0 = "1""#,
            r#"cell 0/3/1 "" under 0 = "#,
        ],
    );
    assert_eq!(outline(text, Place::First, Format::Markdown).tables[0].rows, [[1, 2], [3, 4], [5, 6], [7, 8]]);
}

#[test]
fn footnotes() {
    check(
        "x[^1] y[^elsewhere]z [^ no].\n\n[^1]: note\n    more\n\n    - item\n[^2]: two\n",
        &[
            r#"p "x[^1] y[^elsewhere]z [^ no]." = "x" | " y" | "z [^ no].""#,
            r#"note "note\n    more" = "note" | " "<-"\n    " | "more""#,
            r#"- "- item" under 1 = "item""#,
            r#"note "two" = "two""#,
        ],
    );
}

#[test]
fn fences_are_kept_aside() {
    let text = "```YAML title=x\na: 1\n```\n\n- ~~~\n  b\n\n  c\n  ~~~\n\n> ```mermaid\n> d\n> ```\n\n    indented\n\n```\n```\n\n```sh\nopen";
    assert_eq!(
        fences(text),
        [
            ("yaml".into(), "```YAML title=x\na: 1\n```", "a: 1\n"),
            (String::new(), "~~~\n  b\n\n  c\n  ~~~", "  b\n\n  c\n"),
            ("mermaid".into(), "```mermaid\n> d\n> ```", "> d\n"),
            (String::new(), "indented\n", "indented\n"),
            (String::new(), "```\n```", ""),
            ("sh".into(), "```sh\nopen", "open"),
        ]
    );
    check("```\nEC2 **x**\n```\n", &[]);
}

#[test]
fn comments_are_kept_aside() {
    let text = "<!-- a\n\n# b -->\n\nx <!-- c --> y\n\n<div><!-- d --> <!-- e --></div>\n\n<!-- open";
    assert_eq!(comments(text), ["<!-- a\n\n# b -->", "<!-- c -->", "<!-- d -->", "<!-- e -->"]);
    check(text, &[r#"p "x <!-- c --> y" = "x " | " y""#]);
}

#[test]
fn html_blocks_hide_their_text_and_not_what_follows() {
    check("<details>\n<summary>EC2</summary>\n\ninside\n\n</details>\n", &[r#"p "inside" = "inside""#]);
}

#[test]
fn front_matter_belongs_to_the_first_section() {
    let text = "---\ntitle: \"# x\"\n# comment\n---\n# Head\n";
    check(text, &[r##"h1 "# Head" = "Head""##]);
    let front = outline(text, Place::First, Format::Markdown).front_matter.unwrap();
    assert_eq!(front.of(text), "---\ntitle: \"# x\"\n# comment\n---");
    let later = outline(text, Place::Later, Format::Markdown);
    assert_eq!((later.front_matter, later.blocks.len()), (None, 3));
    check("---\n\n# Head\n---\n", &[r##"h1 "# Head" = "Head""##]);
    check("\u{FEFF}# Head\n", &[r##"h1 "# Head" = "Head""##]);
}

#[test]
fn a_lone_carriage_return_ends_a_line() {
    check(
        "# One\r- a\r- b\r\r| a |\r|---|\r| 1 |\r\r```x\rcode\r```\r",
        &[
            r##"h1 "# One" = "One""##,
            r#"- "- a" under 0 = "a""#,
            r#"- "- b" under 0 = "b""#,
            r#"cell 0/0/0 "a" = "a""#,
            r#"cell 0/1/0 "1" = "1""#,
        ],
    );
    assert_eq!(fences("```x\rcode\r```\r"), [("x".into(), "```x\rcode\r```", "code\r")]);
}

/// Repeats that are known to cost a careless parser quadratic time or its stack.
#[test]
fn hostile_text_is_read_to_its_end() {
    let opened = ["[a](", "![", "*a **a ", "_a ", "`", "<!--", "&", "[^a]", "<a ", "~~", "\\", "|a"];
    let nested = [">", "* a", "- ", "> - ", "1. ", "- a\n ", "`a\nb\0", "**a [b `c` "];
    for unit in opened.iter().chain(&nested) {
        let text = unit.repeat(20_000);
        for block in outline(&text, Place::First, Format::Markdown).blocks {
            assert!(block.range.end <= text.len());
        }
    }
}
