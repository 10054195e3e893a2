" How does ALE start archnotes? The same for every file type.

call ale#Set('archnotes_executable', 'archnotes')

" The nearest folder upward with the project's settings, cards or repository; without any, that of the file.
function! archnotes#root(buffer) abort
    for l:marker in ['archnotes.toml', '.archnotes.toml']
        let l:file = ale#path#FindNearestFile(a:buffer, l:marker)

        if !empty(l:file)
            return fnamemodify(l:file, ':h')
        endif
    endfor

    for l:marker in ['.archnotes', '.git']
        let l:folder = ale#path#FindNearestDirectory(a:buffer, l:marker)

        if !empty(l:folder)
            return fnamemodify(l:folder, ':h:h')
        endif
    endfor

    return expand('#' . a:buffer . ':p:h')
endfunction

function! archnotes#define(filetype) abort
    call ale#linter#Define(a:filetype, {
    \   'name': 'archnotes',
    \   'lsp': 'stdio',
    \   'executable': {buffer -> ale#Var(buffer, 'archnotes_executable')},
    \   'command': '%e server --position-encoding utf-8',
    \   'project_root': function('archnotes#root'),
    \   'initialization_options': {buffer -> get(g:, 'ale_archnotes_options', {})},
    \})
endfunction
