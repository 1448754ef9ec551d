/** What people write behind ``` and mean as a language: names and short forms of those that are written in chats. */
const languages = new Set(
  `ada apache applescript arduino asm asp assembly awk bash basic bat batch bicep c c# c++ cc cfg clj clojure cmake cmd cobol
  coffee coffeescript conf console cpp crystal cs csharp csproj css csv cuda cypher d dart diff docker dockerfile dot dotenv
  elixir elm env erb erlang ex f# fish fortran fs fsharp gherkin glsl go golang gql gradle graphql graphviz groovy h haml handlebars
  haskell hbs hcl hlsl hpp hs htm html http ini java javascript jinja jl js json json5 jsonc jsonl jsx julia jupyter kotlin
  kt kts latex less lisp log lua make makefile markdown mathematica matlab md mdx mermaid mips mysql nasm nginx nim nix node
  objc objective-c objectivec ocaml octave pascal patch perl pgsql php pl plain plaintext plantuml plsql postgres postgresql
  powershell prisma prolog properties proto protobuf ps1 pug puppet py python python3 qml r racket razor rb regex regexp rest
  robots.txt rs rst ruby rust sas sass scala scheme scss sh shell smalltalk solidity sparql sql sqlite stylus svelte svg swift
  systemverilog tcl terraform tex text tf toml ts tsql tsx twig txt typescript vb vba vbnet verilog vhdl vim vue wasm wat xml xsl
  xslt yaml yml zig zsh`.split(/\s+/),
);

/** The language that the line of a fence names; empty when what stands there is no language, but words. */
export function fenceLanguage(info: string): string {
  const word = info.trim().toLowerCase();
  return languages.has(word) ? word : '';
}
