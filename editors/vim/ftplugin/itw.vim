" Comments, indentation and checks of itw files.
if exists("b:did_ftplugin")
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:##,:# commentstring=#\ %s
setlocal expandtab shiftwidth=2 softtabstop=2 textwidth=130
setlocal autoindent smartindent
" :make checks the file, and :cnext goes from mistake to mistake.
setlocal makeprg=itwc\ check\ --format\ short\ %:S
setlocal errorformat=%f:%l:%c:\ %t%*[a-z][%*[A-Z0-9]]:\ %m,%f:%l:%c:\ %t%*[a-z]:\ %m
setlocal formatprg=itwc\ fmt\ -

let b:undo_ftplugin = "setlocal com< cms< et< sw< sts< tw< ai< si< mp< efm< fp<"
