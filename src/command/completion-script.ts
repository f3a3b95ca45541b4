/**
 * What a shell has to be told once, so that it asks us what may come next.
 *
 * All three hand over the words up to the cursor and are given a line for each word that fits; a first line `files` says that names of
 * files fit, too, which a shell knows better.
 */

/** How a shell asks: the words after this one are those of the command line. */
export const askedFor = "__complete";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** The lines that make the shell complete `madeus`. */
export const completionScripts: Readonly<Record<Shell, string>> = {
  // Bash takes a word apart at "=" and ":", and wants only what comes after.
  bash: `_madeus() {
  local line=\${COMP_LINE:0:COMP_POINT} typed words word reply
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  typed=\${words[\${#words[@]}-1]}
  mapfile -t reply < <("\${words[0]}" ${askedFor} "\${words[@]:1}" 2> /dev/null)
  COMPREPLY=()
  if [[ \${reply[0]-} == files ]]; then
    reply=("\${reply[@]:1}")
    compopt -o filenames
    mapfile -t -O 0 COMPREPLY < <(compgen -f -- "$typed")
  fi
  for word in "\${reply[@]}"; do
    [[ $word == *[=/] ]] && compopt -o nospace
    [[ $typed == *=* ]] && word=\${word#"\${typed%=*}="}
    COMPREPLY+=("$word")
  done
}
complete -F _madeus madeus
`,
  zsh: `#compdef madeus
_madeus() {
  local -a reply
  reply=("\${(@f)$("\${words[1]}" ${askedFor} "\${(@)words[2,CURRENT]}" 2> /dev/null)}")
  if [[ \${reply[1]-} == files ]]; then
    reply=("\${(@)reply[2,-1]}")
    _files
  fi
  compadd -Q -S '' -- \${(M)reply:#*[=/]}
  compadd -Q -- \${reply:#*[=/]}
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _madeus "$@"; else compdef _madeus madeus; fi
`,
  fish: `function __madeus_complete
  set -l words (commandline --cut-at-cursor --tokenize) (commandline --cut-at-cursor --current-token)
  set -l reply ($words[1] ${askedFor} $words[2..] 2> /dev/null)
  if test "$reply[1]" = files
    set --erase reply[1]
    __fish_complete_path (commandline --cut-at-cursor --current-token)
  end
  test (count $reply) -gt 0; and printf '%s\\n' $reply
end
complete --command madeus --no-files --arguments '(__madeus_complete)'
`,
};
