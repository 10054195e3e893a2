//! Files → knowledge: parsed, laid over each other by id, and held against each other.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::front_matter::File;
use super::{
    BUILT_IN, Card, CardId, CardKind, Comparison, Knowledge, Names, Problem, Rule, Templates, Vocabulary, card,
    comparison, rule,
};
use crate::facts::{Patterns, Statements};
use crate::language::Lexicon;
use crate::span::Span;

/// What one file holds.
enum Item {
    Card(Box<Card>),
    Comparison(Comparison, Vec<String>),
    Rule(Rule),
}

/// What is read so far, by id; each with its file and its layer (0: built in).
#[derive(Default)]
struct Shelf<'a> {
    cards: BTreeMap<(CardKind, String), Placed<'a, Card>>,
    comparisons: BTreeMap<String, Placed<'a, (Comparison, Vec<String>)>>,
    rules: BTreeMap<String, Placed<'a, Rule>>,
    problems: Vec<Problem>,
}

struct Placed<'a, T> {
    it: T,
    file: File<'a>,
    layer: usize,
}

impl Knowledge {
    /// The knowledge in `files`, (path below `knowledge/`, text), as `services/sqs.md`; problems in the order of the files.
    ///
    /// A broken file is left out, a broken reference as well; everything else is there. A `README.md` is no knowledge.
    /// Cost: about 25 µs a file, mostly YAML, shared out to the cores.
    pub fn load(files: &[(&str, &str)]) -> (Knowledge, Vec<Problem>) {
        Knowledge::layered(&[files])
    }

    /// The knowledge that ships with the binary.
    pub fn built_in() -> (Knowledge, Vec<Problem>) {
        Knowledge::load(BUILT_IN)
    }

    /// The knowledge that ships with the binary under that of a workspace, whose files, (path below `.archnotes/`, text),
    /// replace those with the same id whole. A broken one replaces nothing. In a clash of names the workspace's card wins.
    pub fn with_overlay(overlay: &[(&str, &str)]) -> (Knowledge, Vec<Problem>) {
        Knowledge::layered(&[BUILT_IN, overlay])
    }

    fn layered(layers: &[&[(&str, &str)]]) -> (Knowledge, Vec<Problem>) {
        let files = layers.iter().zip(0..).flat_map(|(files, layer)| files.iter().map(move |it| (it, layer)));
        let files: Vec<(File, usize)> = files.map(|((path, text), layer)| (File { path, text }, layer)).collect();
        let (lexicon, statements) = (below("lexicon/", &files), below("statements/", &files));
        let (templates, vocabulary) = (below("templates.yaml", &files), below("vocabulary.yaml", &files));
        let words = || (Lexicon::parse(&lexicon), Statements::read(&statements));
        let (items, (lexicon, statements)) = on_all_cores(&files, |(file, _)| item(*file), words);
        let mut shelf = Shelf::default();
        for ((file, layer), (item, problems)) in files.into_iter().zip(items) {
            shelf.problems.extend(problems);
            shelf.put(item, file, layer);
        }
        shelf.join(lexicon, statements, &templates, &vocabulary)
    }
}

/// `each` of all `things`, in their order, and what `beside` makes: YAML takes most of the time of a start, and cores idle.
fn on_all_cores<T: Sync, R: Send, S: Send>(
    things: &[T],
    each: impl Fn(&T) -> R + Sync,
    beside: impl FnOnce() -> S + Send,
) -> (Vec<R>, S) {
    const WORTH_A_THREAD: usize = 32;
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    if cores == 1 || things.len() < WORTH_A_THREAD {
        return (things.iter().map(each).collect(), beside());
    }
    let each = &each;
    std::thread::scope(|scope| {
        let beside = scope.spawn(beside);
        let size = things.len().div_ceil(2 * cores).max(WORTH_A_THREAD);
        let shares: Vec<_> =
            things.chunks(size).map(|it| scope.spawn(move || it.iter().map(each).collect::<Vec<R>>())).collect();
        let shares =
            shares.into_iter().flat_map(|it| it.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        (shares.collect(), beside.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// The YAML files of `folder`, (path, text), by path; of two layers the upper one's.
fn below<'a>(folder: &str, files: &[(File<'a>, usize)]) -> Vec<(&'a str, &'a str)> {
    let files = files.iter().filter(|(it, _)| it.path.starts_with(folder) && it.path.ends_with(".yaml"));
    files.map(|(it, _)| (it.path, it.text)).collect::<BTreeMap<_, _>>().into_iter().collect()
}

/// What `file` holds; nothing when it is no knowledge or is broken.
fn item(file: File) -> (Option<Item>, Vec<Problem>) {
    let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", file.path));
    let Some(id) = name.strip_suffix(".md").filter(|it| *it != "README") else { return (None, Vec::new()) };
    match folder {
        "services" => read(card::parse(file, id, CardKind::Service), |it| Item::Card(Box::new(it))),
        "concepts" => read(card::parse(file, id, CardKind::Concept), |it| Item::Card(Box::new(it))),
        "comparisons" => read(comparison::parse(file, id), |(it, of)| Item::Comparison(it, of)),
        "rules" => read(rule::parse(file, id), Item::Rule),
        _ => {
            let message = "knowledge stands in services/, concepts/, comparisons/ or rules/: this file is not read";
            (None, vec![file.problem(Span::default(), message)])
        }
    }
}

impl<'a> Shelf<'a> {
    fn put(&mut self, item: Option<Item>, file: File<'a>, layer: usize) {
        match item {
            Some(Item::Card(it)) => self.put_card(Placed { it: *it, file, layer }),
            Some(Item::Comparison(it, of)) => {
                self.comparisons.insert(it.id.clone(), Placed { it: (it, of), file, layer });
            }
            Some(Item::Rule(it)) => {
                self.rules.insert(it.id.clone(), Placed { it, file, layer });
            }
            None => {}
        }
    }

    /// Cards share their ids: a workspace's concept may replace a built-in service, but one layer has an id only once.
    fn put_card(&mut self, card: Placed<'a, Card>) {
        for kind in [CardKind::Service, CardKind::Concept] {
            let key = (kind, card.it.id.clone());
            match self.cards.get(&key) {
                Some(other) if other.layer == card.layer && kind != card.it.kind => {
                    let message = format!("{} has the same id: this file is not read", other.file.path);
                    self.problems.push(card.file.problem(Span::default(), message));
                    return;
                }
                Some(_) => drop(self.cards.remove(&key)),
                None => {}
            }
        }
        self.cards.insert((card.it.kind, card.it.id.clone()), card);
    }

    fn join(
        mut self,
        (lexicon, problems): (Lexicon, Vec<Problem>),
        statements: Statements,
        templates: &[(&str, &str)],
        vocabulary: &[(&str, &str)],
    ) -> (Knowledge, Vec<Problem>) {
        let (places, cards): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.cards).into_values().map(|Placed { it, file, layer }| ((file, layer), it)).unzip();
        let ids: HashMap<&str, CardId> = cards.iter().zip(0..).map(|(it, at)| (it.id.as_str(), CardId(at))).collect();
        for (card, (file, _)) in cards.iter().zip(&places) {
            let unknown = card.compare.iter().filter(|it| !ids.contains_key(it.as_str()));
            self.problems
                .extend(unknown.map(|it| file.problem(file.place_of(it), format!("no card has the id `{it}`"))));
        }
        let mut comparisons = Vec::new();
        for Placed { it: (mut comparison, of), file, .. } in std::mem::take(&mut self.comparisons).into_values() {
            let unknown = of.iter().filter(|it| !ids.contains_key(it.as_str()));
            self.problems
                .extend(unknown.map(|it| file.problem(file.place_of(it), format!("no card has the id `{it}`"))));
            comparison.of = of.iter().filter_map(|it| ids.get(it.as_str()).copied()).collect();
            comparisons.push(comparison);
        }
        let (patterns, broken) = Patterns::new(statements, |id| ids.get(id).copied());
        let names = self.names(&cards, &places);
        let (templates, faults) = Templates::parse(templates);
        let (vocabulary, wrong) = Vocabulary::parse(vocabulary);
        self.problems.extend(problems.into_iter().chain(broken).chain(faults).chain(wrong));
        let rules = self.rules.into_values().map(|it| it.it).collect();
        let knowledge = Knowledge {
            cards: cards.into(),
            comparisons: comparisons.into(),
            rules,
            names: Arc::new(names),
            lexicon: Arc::new(lexicon),
            patterns: Arc::new(patterns),
            templates: Arc::new(templates),
            vocabulary: Arc::new(vocabulary),
        };
        (knowledge, self.problems)
    }

    fn names(&mut self, cards: &[Card], places: &[(File, usize)]) -> Names {
        let layer = |id: CardId| places[id.0 as usize].1;
        let (names, clashes) = Names::new(cards, |id| (Reverse(layer(id)), id));
        for clash in clashes {
            // Whose file it is that should change: the workspace's rather than ours, of equals the one that loses.
            let ours_lost = layer(clash.kept) > layer(clash.dropped);
            let (here, there) = if ours_lost { (clash.kept, clash.dropped) } else { (clash.dropped, clash.kept) };
            let (file, other) = (places[here.0 as usize].0, places[there.0 as usize].0);
            let kept = &cards[clash.kept.0 as usize].id;
            let message = format!("the name \"{}\" stands in {} as well: it leads to `{kept}`", clash.name, other.path);
            self.problems.push(file.problem(file.place_of(&clash.name), message));
        }
        names
    }
}

fn read<T>((found, problems): (Option<T>, Vec<Problem>), item: impl Fn(T) -> Item) -> (Option<Item>, Vec<Problem>) {
    (found.map(item), problems)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    const BODY: &str = "# en\nEnglish.\n# ko\n한국어.\n";

    fn card(name: &str, rest: &str) -> String {
        let source = "sources: [{ url: https://example.org, read: 2026-11-23 }]";
        format!("---\nname: {name}\nname-ko: {name}-ko\ncategory: c\ndocs: d\n{source}\n{rest}---\n{BODY}")
    }

    /// Loads `files` and returns each problem as `path "the bytes it points at": message`.
    fn check(files: &[(&str, &str)], expected: &[&str]) -> Knowledge {
        let (knowledge, problems) = Knowledge::load(files);
        assert_eq!(shown(files, &problems), expected);
        knowledge
    }

    fn shown(files: &[(&str, &str)], problems: &[Problem]) -> Vec<String> {
        let text = |path: &str| files.iter().find(|(it, _)| *it == path).map_or("", |(_, text)| text);
        problems.iter().map(|it| format!("{} {:?}: {}", it.path, it.range.of(text(&it.path)), it.message)).collect()
    }

    #[test]
    fn what_ships_is_whole() {
        let (knowledge, problems) = Knowledge::built_in();
        assert!(problems.is_empty(), "{problems:#?}");
        assert!(knowledge.card_id("sqs").is_some());
    }

    #[test]
    fn services_stand_before_concepts_each_by_id() {
        let (a, b, c) = (card("A", ""), card("B", ""), card("C", ""));
        let knowledge = check(&[("concepts/a.md", &a), ("services/c.md", &c), ("services/b.md", &b)], &[]);
        let ids: Vec<_> = knowledge.cards.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["b", "c", "a"]);
    }

    #[test]
    fn a_broken_file_is_left_out_and_points_at_the_fault() {
        let (good, bad) = (card("Good", ""), card("Bad", "colour: red\n"));
        let (knowledge, problems) = Knowledge::load(&[("services/bad.md", &bad), ("services/good.md", &good)]);
        assert_eq!(knowledge.cards.len(), 1);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].message.contains("unknown field"), "{}", problems[0].message);
        assert!(!problems[0].message.contains(" line "), "{}", problems[0].message);
        assert_eq!(problems[0].range.of(&bad), "colour");
    }

    #[test]
    fn hangul_before_the_fault_does_not_move_it() {
        let bad = card("한글 이름", "is: [나쁨]\n");
        let (_, problems) = Knowledge::load(&[("services/bad.md", &bad)]);
        assert_eq!(problems[0].range.of(&bad), "나쁨");
    }

    #[test]
    fn both_languages_and_a_source_are_needed() {
        let silent = card("A", "").replace("# ko\n한국어.", "# ko");
        let knowledge =
            check(&[("services/a.md", &silent)], &["services/a.md \"\\n\": the part `# ko` is missing or empty"]);
        assert!(knowledge.cards.is_empty());
        let unsourced = "---\nname: A\ncategory: c\ndocs: d\n---\n# en\nE\n# ko\nK";
        let message =
            "services/a.md \"---\": no `sources`: say where the facts come from, with the day that page was read";
        assert_eq!(check(&[("services/a.md", unsourced)], &[message]).cards.len(), 1);
    }

    #[test]
    fn one_name_leads_to_one_card() {
        let (a, b) = (card("Amazon A", "aliases: [엑스, X]\n"), card("Amazon B", "aliases: [x]\n"));
        let message = "services/b.md \"x\": the name \"x\" stands in services/a.md as well: it leads to `a`";
        let b = b.replace("https://example.org", "https://e.org");
        let knowledge = check(&[("services/a.md", &a), ("services/b.md", &b)], &[message]);
        assert_eq!(knowledge.names.find("X").unwrap().card, CardId(0));
    }

    #[test]
    fn a_name_on_a_card_goes_before_one_without_its_prefix() {
        let (service, concept) = (card("AWS Backup", ""), card("Backup", ""));
        let knowledge = check(&[("services/aws-backup.md", &service), ("concepts/backup.md", &concept)], &[]);
        assert_eq!(knowledge.names.find("backup").unwrap().kind, CardKind::Concept);
        assert_eq!(knowledge.names.find("AWS Backup").unwrap().kind, CardKind::Service);
    }

    #[test]
    fn unknown_cards_are_named() {
        let a = card("A", "compare: [zzz]\n");
        let table =
            format!("---\nname: T\nname-ko: 표\nof: [a, yyy]\nsources: [{{ url: u, read: 2026-11-23 }}]\n---\n{BODY}");
        let messages =
            ["services/a.md \"zzz\": no card has the id `zzz`", "comparisons/t.md \"yyy\": no card has the id `yyy`"];
        let knowledge = check(&[("services/a.md", &a), ("comparisons/t.md", &table)], &messages);
        assert_eq!(knowledge.comparisons[0].of, [CardId(0)]);
    }

    #[test]
    fn a_workspace_replaces_a_card_whole_and_a_broken_file_replaces_nothing() {
        let (ours, theirs) = (card("Ours", ""), card("Theirs", "aliases: [Other]\n"));
        let (other, broken) = (card("Other", ""), "---\nname: [\n---\n");
        let ours: &[(&str, &str)] = &[("services/a.md", &ours), ("services/b.md", &other)];
        let (knowledge, problems) = Knowledge::layered(&[ours, &[("services/a.md", broken)]]);
        assert_eq!((knowledge.cards[0].name.as_str(), problems.len()), ("Ours", 1));
        let overlay: &[(&str, &str)] = &[("concepts/a.md", &theirs), ("README.md", "# Hello")];
        let (knowledge, problems) = Knowledge::layered(&[ours, overlay]);
        let names: Vec<_> = knowledge.cards.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["Other", "Theirs"]);
        // The workspace's card takes the name, and hears that it has taken it.
        assert_eq!(knowledge.card(knowledge.names.find("Other").unwrap().card).name, "Theirs");
        let message = "concepts/a.md \"Other\": the name \"Other\" stands in services/b.md as well: it leads to `a`";
        assert_eq!(shown(overlay, &problems), [message]);
    }

    #[test]
    fn a_rule_has_its_page_and_its_examples() {
        let rule = "---\r\nseverity: warning\r\npillar: REL07-BP01\r\nwhen: { zones: { at-most: 1 } }\r\nmessage: { en: One., ko: 하나. }\r\n\
            sources: [{ url: u, read: 2026-11-23 }]\r\n---\r\n# en\r\n## One\r\nText.\r\n# ko\r\n## 하나\r\n글.\r\n\
            # Flags\r\n````md\r\n# Heading\r\n```\r\ncode\r\n```\r\n````\r\n# Allows\r\n~~~md\r\nfine\r\n~~~\r\n";
        let knowledge = check(&[("rules/single-az.md", rule)], &[]);
        let rule = knowledge.rule(knowledge.rule_id("single-az").unwrap());
        assert_eq!(rule.body.en, "## One\nText.");
        assert_eq!(rule.pillar, ["REL07-BP01"]);
        assert_eq!(rule.flags, ["# Heading\r\n```\r\ncode\r\n```\r\n"]);
        assert_eq!(rule.allows, ["fine\r\n"]);
    }

    #[test]
    fn an_unknown_part_and_a_wrong_folder_are_told() {
        let a = format!("{}# Notes\nx\n", card("A", ""));
        let messages = [
            "services/a.md \"# Notes\": `# Notes` is no part of this kind of file",
            "other/b.md \"\": knowledge stands in services/, concepts/, comparisons/ or rules/: this file is not read",
        ];
        check(&[("services/a.md", &a), ("other/b.md", "x")], &messages);
    }
}
