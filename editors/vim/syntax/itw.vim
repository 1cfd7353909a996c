" Vim syntax file of itw, a declarative language for scientific machine learning.
" A test (tests/editors) holds it against the compiler's own tokens; what stands lower wins.
if exists("b:current_syntax")
  finish
endif
let s:save_cpo = &cpo
set cpo&vim

syn case match
syn sync minlines=1

syn match itwOperator "|>\|->\|\.\.=\?\|[-+*/%<>=~!|?]"
syn match itwLibrary "\<\%(accuracy\|adagrad\|adam\|adamw\|add\|add_noise\|apply\|asha\|attention\|auc\|avg_pool1d\|avg_pool2d\|avg_pool3d\|batch_norm\|bce\|bce_with_logits\|best\|bitwise\|cache\|cma_es\|concat\|confusion_matrix\|constant\|conv1d\|conv2d\|conv3d\|cosine\|cross_entropy\|csv\|custom\|ddp\|deadline\|denormalize\|dropout\|elu\|embedding\|evaluate\|exponential\|export\|f1\|flatten\|gelu\|gp\|grid\|group_norm\|gru\|hdf5\|horovod\|huber\|hyperband\|int_log_uniform\|int_uniform\|kaiming_uniform\|kubernetes\|l1\|largest\|last\|layer_norm\|lbfgs\|leaky_relu\|linear\|load_weights\|local\|log_normal\|log_softmax\|log_uniform\|lstm\|mae\|max\|max_pool1d\|max_pool2d\|max_pool3d\|mean\|median\|min\|mlflow\|mse\|multiply\|multistep\|nll\|normal\|normalize\|npy\|npz\|one_cycle\|one_of\|ones\|patience\|pbt\|percentile\|permute\|plateau\|polynomial\|precision\|predict\|profile\|prometheus\|prov\|r2\|random\|ray\|recall\|relu\|reshape\|retry\|rmsprop\|ro_crate\|safetensors\|save_csv\|save_npy\|save_npz\|selu\|sgd\|sigmoid\|silu\|slurm\|sobol\|softmax\|softplus\|split\|split_groups\|split_time\|squeeze\|step\|subtract\|successive_halving\|sum\|tanh\|tensorboard\|tpe\|train\|transformer_encoder\|transpose\|uniform\|unsqueeze\|wandb\|warmup\|windows\|xavier_uniform\|zero\|zeros\|zip\)\>"
syn match itwType "\<\%(bool\|int\|float\|string\|path\|f16\|bf16\|f32\|f64\|i64\|u8\|list\|dataset\|schema\|field\|class\|file\|function\|metric\|loss\|optimizer\|schedule\|keep\|strategy\|searcher\|pruner\|tracker\|initializer\|scheduler\|distribution\|stdout\|opaque\|duration\|bytes\|frequency\|power\|rate\|mass\|series\|measure\|table\|stop\|reproducible\|count\)\>\%(\s*(\)\@!"
syn match itwClause "\%(= \|(\|component \)\@10<!\<\%(retry\|cache\|deadline\)\>(\@="
syn match itwControl "\<\%(and\|or\|not\|in\|where\|if\|then\|else\|for\|on\|using\|of\|over\|with\|as\|because\|when\)\>"
syn match itwConstant "\<\%(true\|false\|none\)\>"
syn match itwNumber "\%(\w\|\.\@1<!\.\)\@2<!\d[0-9_]*\%(\.\d[0-9_]*\)\?\%([eE][+-]\?\d\+\)\?\%(%\%(\w\|(\)\@!\|[ \t]\?\%(samples\|Gbit\/s\|Mbit\/s\|Tbit\/s\|epochs\|kbit\/s\|sample\|trials\|GiB\/s\|KiB\/s\|MiB\/s\|cpu_h\|epoch\|g\/kWh\|gpu_h\|steps\|trial\|GB\/s\|MB\/s\|TB\/s\|cpus\|gpus\|kB\/s\|step\|B\/s\|GHz\|GiB\|KiB\|MHz\|MWh\|MiB\|PiB\|TiB\|cpu\|g\/J\|gpu\|kHz\|kWh\|min\|GB\|Hz\|MB\|MJ\|MW\|PB\|TB\|Wh\|kB\|kJ\|kW\|kg\|ms\|ns\|us\|B\|J\|W\|d\|g\|h\|s\|t\)\w\@!\)\?"
syn match itwNumber "\%(\w\|\.\@1<!\.\)\@2<!\%(\d[0-9_]*\%(\.\d[0-9_]*\)\?\%(ns\|us\|ms\|min\|s\|h\|d\)\)\+\w\@!"
syn match itwField "\<\h\w*\%(\s*:\)\@="
syn match itwBinding "\<\h\w*\%(\s*\%(==\@!\|\~\)\)\@="
syn match itwMember "\%(\.\@1<!\.\s*\)\@<=\h\w*"
syn match itwDeclaration "\%(\%(^\|[{,]\)\s*\)\@<=\%(import\|param\|let\|type\|fn\|op\|task\|component\|model\|step\|pipeline\|sweep\|study\|shape\|site\|profile\|observe\|test\)\%(\s\+[\"A-Za-z_{]\)\@=\%(\s\+\%(over\|in\|and\|or\|if\|then\|else\|on\|using\|with\|as\|because\|where\)\>\)\@!"
syn match itwDeclaration "\%(\%(^\|[{,]\)\s*\)\@<=\%(weight\|buffer\|layer\|publish\|require\|minimize\|maximize\|subject\|node\|queue\|links\|energy\|expect\)\%(\s\+[\"A-Za-z_{(0-9[-]\)\@=\%(\s\+\%(over\|in\|and\|or\|then\|else\|on\|using\|with\|as\|because\|where\)\>\)\@!"
syn match itwDeclaration "\%(\%(^\|[{,]\)\s*\)\@<=\%(subject\s\+to\)\>"
syn match itwEdition "^itw\%(\s\+\d\)\@="
syn region itwString start=+"+ skip=+\\.+ end=+"+ end=+$+ oneline contains=itwEscape,itwInterpolation
syn match itwEscape contained +\\["\\nt]\|{{\|}}+
syn match itwInterpolation contained "{\h[A-Za-z0-9_.]*}"
syn match itwComment "#.*$" contains=@Spell
syn match itwDoc "##.*$" contains=@Spell

hi def link itwOperator Operator
hi def link itwLibrary Function
hi def link itwType Type
hi def link itwClause Keyword
hi def link itwControl Keyword
hi def link itwConstant Constant
hi def link itwNumber Number
hi def link itwField Identifier
hi def link itwBinding Identifier
hi def link itwDeclaration Statement
hi def link itwEdition PreProc
hi def link itwString String
hi def link itwEscape SpecialChar
hi def link itwInterpolation SpecialChar
hi def link itwComment Comment
hi def link itwDoc SpecialComment

let b:current_syntax = "itw"
let &cpo = s:save_cpo
unlet s:save_cpo
