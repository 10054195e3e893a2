" Does archnotes work in Vim with ALE? `tests/editors/vim/run` starts Vim with this file as its vimrc, and with notes.md.

set nocompatible encoding=utf-8 packpath^=~/.vim
filetype plugin on

" The settings of editors/vim/README.md.
let g:ale_linters = {'markdown': ['archnotes'], 'yaml': ['archnotes']}
let g:ale_hover_to_preview = 1

" Milliseconds; longer than anything takes on the busiest machine.
let s:patience = 60000
let s:renamed = 'Kinesis Data Firehose'

function! s:Say(line) abort
    call writefile([a:line], '/dev/stdout', 'a')
endfunction

" Waits until an expression is true.
function! s:Wait(what, condition) abort
    let l:start = reltime()

    while !a:condition()
        if reltimefloat(reltime(l:start)) * 1000 > s:patience
            throw 'waited in vain for ' . a:what . ', findings: ' . string(s:Findings())
        endif

        sleep 10m
    endwhile
endfunction

function! s:Equal(found, expected, what) abort
    if a:found != a:expected
        throw printf('%s: found %s, expected %s', a:what, string(a:found), string(a:expected))
    endif
endfunction

" The findings as [line, column, last column, rule, type].
function! s:Findings() abort
    let l:found = filter(copy(ale#engine#GetLoclist(bufnr(''))), 'v:val.linter_name ==# "archnotes"')

    return map(l:found, '[v:val.lnum, v:val.col, v:val.end_col, v:val.code, v:val.type]')
endfunction

" Where `text` stands in a line, in bytes from 1, as Vim counts.
function! s:Expected(lnum, text, rule, type) abort
    let l:start = stridx(getline(a:lnum), a:text)

    return [a:lnum, l:start + 1, l:start + len(a:text), a:rule, a:type]
endfunction

function! s:TestFindings() abort
    let l:expected = [
    \   s:Expected(3, s:renamed, 'renamed-service', 'W'),
    \   s:Expected(5, 'EC2 한 대', 'single-instance', 'W'),
    \   s:Expected(7, 'a single EC2 instance', 'single-instance', 'W'),
    \]
    call s:Wait('findings', {-> len(s:Findings()) == 3})
    call s:Equal(s:Findings(), l:expected, 'the findings')
endfunction

function! s:TestHover() abort
    call cursor(5, stridx(getline(5), 'EC2') + 1)
    ALEHover
    call s:Wait('the preview', {-> getwininfo()->len() > 1})
    let l:window = filter(getwininfo(), 'getwinvar(v:val.winid, "&previewwindow")')[0]
    let l:card = join(getbufline(l:window.bufnr, 1, '$'), "\n")
    pclose

    if l:card !~# 'Amazon EC2'
        throw 'no card of EC2 in: ' . l:card
    endif
endfunction

" What ALE would ask its user about is chosen by its title.
function! s:Choose(part, data, items) abort
    let l:fitting = filter(copy(a:items), 'v:val[1].title =~# a:part')
    call s:Equal(len(l:fitting), 1, 'the fitting among ' . string(a:items))
    call ale#codefix#ApplyLSPCodeAction(a:data, l:fitting[0][1])
endfunction

function! s:TestFix() abort
    let l:before = getline(3)
    call cursor(3, stridx(l:before, s:renamed) + 1)
    call ale#codefix#Execute(0, function('s:Choose', ['Amazon Data Firehose']))
    call s:Wait('the new name', {-> getline(3) isnot# l:before})
    call s:Equal(getline(3), substitute(l:before, s:renamed, 'Amazon Data Firehose', ''), 'the line')
    call setline(3, l:before)
    ALELint
    call s:Wait('the findings again', {-> len(s:Findings()) == 3})
endfunction

function! s:TestEdit() abort
    " ALE hears of an edit from Vim, which tells nobody while a script runs.
    silent 3,$delete _
    ALELint
    call s:Wait('no finding', {-> empty(s:Findings())})
    silent undo
    ALELint
    call s:Wait('the findings again', {-> len(s:Findings()) == 3})
endfunction

let s:tests = [
\   ['findings stand at their text, behind emoji and Korean', function('s:TestFindings')],
\   ['hover shows the card', function('s:TestHover')],
\   ['the fix writes the new name where the old one stood', function('s:TestFix')],
\   ['findings follow the edits', function('s:TestEdit')],
\]

function! s:Run() abort
    let l:failed = 0

    for [l:name, l:Test] in s:tests
        try
            call l:Test()
            call s:Say('ok      ' . l:name)
        catch
            let l:failed += 1
            call s:Say('FAILED  ' . l:name . "\n" . v:exception . ' (' . v:throwpoint . ')')
        endtry
    endfor

    call s:Say(printf('%d passed, %d failed', len(s:tests) - l:failed, l:failed))
    execute l:failed ? 'cquit!' : 'qall!'
endfunction

autocmd VimEnter * call s:Run()
