autocmd BufNewFile,BufRead *.itw setfiletype itw
