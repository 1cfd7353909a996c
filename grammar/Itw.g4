// The grammar of the language, edition 1. No actions and no predicates: every decision is made on
// one token of look-ahead, and a test holds that. What looks at more than one token or at the layout
// is decided before, by the token source in compiler/parse:
//   END         the newline that ends a declaration
//   SEPARATOR   a newline or a comma between the entries of `{ }`; trailing ones are dropped
//   BINDER      a word in front of `=` or `~` behind `(` `,` `{` or at the start of a line
//   TYPE_OPEN   a `{` behind which a word and `:` stand: a record type
//   keywords    hard ones wherever a name cannot stand, soft ones where their block defines them
// Brackets always match here: the token source reports and mends those that do not. It also drops
// commas without an element in front of them, so `item? (',' item)*` is a list whose first item may be
// broken.
// The lexer rules at the end only give tokens their spelling; the lexer itself is ours.
grammar Itw;

tokens { END, SEPARATOR, BINDER, TYPE_OPEN }

declaration
  : ( importDecl | paramDecl | letDecl | typeDecl | fnDecl | opDecl | taskDecl | componentDecl
    | modelDecl | stepDecl | pipelineDecl | sweepDecl | studyDecl | shapeDecl | siteDecl
    | profileDecl | observeDecl | testDecl
    ) END
  ;

// ---- constants, types, imports

// import std.nn    import "./steps/io.itw" as io
importDecl : 'import' (dotted | STRING) ('as' NAME)? ;

// param lr: float in 0..=1 = 1e-3 where lr > 0
paramDecl : 'param' parameter ;

letDecl : 'let' NAME '=' expr ;

typeDecl : 'type' NAME '=' type ;

// fn relative(predicted: float, truth: float): float = abs(predicted - truth) / max(truth, 1.0)
fnDecl : 'fn' NAME parameters ':' type '=' expr ;

parameters : '(' parameter? (',' parameter)* ')' ;
parameter : NAME ':' type ('in' range)? ('=' expr)? ('where' expr)? ;

// An unnamed input or output, or named ones: (cells: f32[N, 25, 25, 25])
ports : '(' port? (',' port)* ')' | type ;
port : NAME ':' type ;

where : 'where' expr ;

// ---- the native side: ops, tasks, components

// op linear(out: int, bias: bool = true): f[..B, I] -> f[..B, out] { ... }
opDecl : 'op' NAME parameters ':' ports '->' ports where? opBody? ;
opBody : '{' opStatement? (SEPARATOR opStatement)* '}' ;
// weight b: [out] = uniform(-1 / sqrt(I), 1 / sqrt(I)) if bias    buffer mean: [C] = zeros
opStatement
  : ('weight' | 'buffer') NAME ':' type '=' expr ('if' expr)?
  | BINDER '=' expr
  ;

// task split<D>(data: dataset<D>, train: float) -> (train: dataset<D>, test: dataset<D>)
taskDecl : 'task' NAME generics? parameters '->' ports where? ;
generics : '<' NAME (comma NAME)* '>' ;

// component sgd(lr: float where lr > 0): optimizer
componentDecl : 'component' NAME parameters? ':' NAME ;

// ---- models and steps

modelDecl : 'model' NAME parameters? ':' ports '->' ports where? modelBody ;
modelBody : '{' modelStatement? (SEPARATOR modelStatement)* '}' ;
modelStatement
  : 'layer' NAME '=' expr
  | BINDER '=' expr
  | expr
  ;

// step summarize(scores: list<metric>) -> (table: file<csv>) = python("tables:summarize")
stepDecl : 'step' NAME parameters? '->' ports ('=' expr | stepBody) ;
stepBody : '{' stepBinding? (SEPARATOR stepBinding)* '}' ;
stepBinding : BINDER '=' expr ;

// ---- pipelines and tests

pipelineDecl : 'pipeline' NAME parameters? pipelineBody ;
pipelineBody : '{' pipelineStatement? (SEPARATOR pipelineStatement)* '}' ;
// publish fit.model as "digits"
pipelineStatement
  : BINDER '=' expr
  | 'publish' expr 'as' STRING
  ;

testDecl : 'test' STRING testBody ;
testBody : '{' testStatement? (SEPARATOR testStatement)* '}' ;
testStatement
  : BINDER '=' expr
  | 'expect' expr
  ;

// ---- sweeps and studies

sweepDecl : 'sweep' NAME 'of' dotted searchBody ;
studyDecl : 'study' NAME 'of' dotted searchBody ;
searchBody : '{' searchStatement? (SEPARATOR searchStatement)* '}' ;
// lr ~ log_uniform(1e-5, 1e-1)    ranks over [1, 2]    require a <= b because "reason"
searchStatement
  : key (('=' | '~') expr | 'over' expr)
  | 'require' expr ('because' STRING)?
  | 'minimize' expr
  | 'maximize' expr
  | 'subject' 'to' expr
  | 'when' expr searchBody
  ;

// ---- places and overrides

// shape quad { nodes = 1, gpus = 4 } or { nodes = 1, gpus = 2 }
shapeDecl : 'shape' NAME record ('or' record)* ;

siteDecl : 'site' NAME siteBody ;
siteBody : '{' siteEntry? (SEPARATOR siteEntry)* '}' ;
siteEntry
  : ('node' | 'queue') NAME record
  | ('links' | 'energy') record
  | BINDER '=' expr
  ;

profileDecl : 'profile' NAME profileBody ;
profileBody : '{' profileEntry? (SEPARATOR profileEntry)* '}' ;
// digits.place = quad    lr in 1e-4..=1e-2
profileEntry : key ('=' expr | 'in' range) ;

observeDecl : 'observe' observeBody ;
observeBody : '{' postfix? (SEPARATOR postfix)* '}' ;

// ---- expressions, loosest first

expr : conditional | chain ;

// `else` takes all that follows.
conditional : 'if' expr 'then' expr 'else' expr ;

// raw |> split(train = 80%) on node    (x |> f) > 3 needs its parentheses
chain : disjunction ('|>' stage)* ;
stage : dotted arguments? clause* ;

disjunction : conjunction ('or' conjunction)* ;
conjunction : negation ('and' negation)* ;
negation : 'not' negation | comparison ;

// One comparison, no chains.
comparison : range (comparator range)? ;
comparator : '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not' 'in' ;

// 1..=200 with its end, 0..1 without
range : sum (('..' | '..=') sum)? ;
sum : product (('+' | '-') product)* ;
product : unary (('*' | '/' | '//' | '%') unary)* ;
unary : '-' unary | call ;

// train(...) with { lr = 1e-3 } on gpu using ddp retry(1) cache(never) deadline(1h)
call : postfix clause* ;
clause
  : 'with' postfix
  | 'on' postfix
  | 'using' postfix
  | 'retry' arguments
  | 'cache' arguments
  | 'deadline' arguments
  ;

postfix : primary ('.' NAME | arguments)* ;
arguments : '(' argument? (',' argument)* ')' ;
argument
  : BINDER ('=' | '~') expr
  | expr
  ;

primary
  : 'true' | 'false' | 'none' | INTEGER | DECIMAL | QUANTITY | STRING | NAME
  | '(' expr ')'
  | list
  | record
  | recordType
  ;

// [f(d) for d in sources if d != none]    [1, 2, 3]
list : '[' (expr ('for' NAME 'in' chain ('if' expr)? | (',' expr)*))? ']' ;

record : '{' entry? (SEPARATOR entry)* '}' ;
// nodes = 936 of gpu_node
entry : key ('=' | '~') expr ('of' dotted)? ;
key : (BINDER | NAME) ('.' NAME)* ;
dotted : NAME ('.' NAME)* ;

// ---- types

type : (namedType | enumType | recordType | dims) '?'? ;
// list<int>    f32[N, 1, 8, 8]    class[10]    io.Shower
namedType : dotted (typeArguments | dims)? ;
typeArguments : '<' typeArgument (comma typeArgument)* '>' ;
// The `A -> B` of model<A -> B>
typeArgument : type ('->' type)? ;
dims : '[' dim? (',' dim)* ']' ;
dim : '..' NAME | sum ;
enumType : STRING ('|' STRING)* ;
recordType : TYPE_OPEN field (SEPARATOR field)* '}' ;
field : NAME ':' type ;

// `<` opens no bracket, so inside `{ }` a comma between its arguments arrives as a separator.
comma : ',' | SEPARATOR ;

// ---- spelling

AND : 'and' ;
OR : 'or' ;
NOT : 'not' ;
IN : 'in' ;
WHERE : 'where' ;
IF : 'if' ;
THEN : 'then' ;
ELSE : 'else' ;
FOR : 'for' ;
ON : 'on' ;
USING : 'using' ;
OF : 'of' ;
OVER : 'over' ;
WITH : 'with' ;
AS : 'as' ;
BECAUSE : 'because' ;
WHEN : 'when' ;
TRUE : 'true' ;
FALSE : 'false' ;
NONE : 'none' ;

IMPORT : 'import' ;
PARAM : 'param' ;
LET : 'let' ;
TYPE : 'type' ;
FN : 'fn' ;
OP : 'op' ;
TASK : 'task' ;
COMPONENT : 'component' ;
MODEL : 'model' ;
STEP : 'step' ;
PIPELINE : 'pipeline' ;
SWEEP : 'sweep' ;
STUDY : 'study' ;
SHAPE : 'shape' ;
SITE : 'site' ;
PROFILE : 'profile' ;
OBSERVE : 'observe' ;
TEST : 'test' ;
WEIGHT : 'weight' ;
BUFFER : 'buffer' ;
LAYER : 'layer' ;
PUBLISH : 'publish' ;
REQUIRE : 'require' ;
MINIMIZE : 'minimize' ;
MAXIMIZE : 'maximize' ;
SUBJECT : 'subject' ;
TO : 'to' ;
NODE : 'node' ;
QUEUE : 'queue' ;
LINKS : 'links' ;
ENERGY : 'energy' ;
EXPECT : 'expect' ;
RETRY : 'retry' ;
CACHE : 'cache' ;
DEADLINE : 'deadline' ;

OPEN_PAREN : '(' ;
CLOSE_PAREN : ')' ;
OPEN_BRACKET : '[' ;
CLOSE_BRACKET : ']' ;
OPEN_BRACE : '{' ;
CLOSE_BRACE : '}' ;
COMMA : ',' ;
DOT : '.' ;
COLON : ':' ;
ASSIGN : '=' ;
TILDE : '~' ;
ARROW : '->' ;
PIPE : '|>' ;
BAR : '|' ;
QUESTION : '?' ;
RANGE : '..' ;
RANGE_THROUGH : '..=' ;
EQUAL : '==' ;
NOT_EQUAL : '!=' ;
LESS : '<' ;
LESS_EQUAL : '<=' ;
GREATER : '>' ;
GREATER_EQUAL : '>=' ;
PLUS : '+' ;
MINUS : '-' ;
STAR : '*' ;
SLASH : '/' ;
FLOOR_DIVIDE : '//' ;
PERCENT : '%' ;

NAME : [A-Za-z_] [A-Za-z0-9_]* ;
INTEGER : [0-9] [0-9_]* ;
DECIMAL : INTEGER ('.' INTEGER)? ([eE] [+-]? [0-9]+)? ;
// The units are those of compiler/expr/units.def: 2h  6h30min  16GiB  3 epochs  80%
QUANTITY : DECIMAL ' '? [A-Za-z_/%]+ ;
STRING : '"' ( '\\' ["\\nt] | ~["\\\r\n] )* '"' ;
