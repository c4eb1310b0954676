#compdef halt haltctl
# What may follow halt and haltctl, in zsh. It asks the program that printed this, by its path, and never what else has the
# name: Debian's own halt powers the machine off.
_haltctl() {
  local -a program answer open closed
  local line value
  program=(@program@)
  [[ -x $program[1] ]] || program[1]=node
  [[ -f $program[2] ]] || return 1
  answer=("${(@f)$("${program[@]}" completion values zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2> /dev/null < /dev/null)}")
  if [[ -n $answer[2] ]]; then
    [[ $answer[1] == words ]] || compset -P 1 '*='
  fi
  case $answer[1] in
    files) _files ;;
    folders) _files -/ ;;
    commands) _command_names -e ;;
    words)
      for line in "${(@)answer[4,-1]}"; do
        value=${${${line%%$'\t'*}//\\/\\\\}//:/\\:}
        [[ $line == *$'\t' ]] || value+=:${line#*$'\t'}
        if [[ $line == *[=:]$'\t'* ]]; then open+=("$value"); else closed+=("$value"); fi
      done
      (( $#open )) && _describe -V -t values haltctl open -S ''
      (( $#closed )) && _describe -V -t values haltctl closed
      ;;
  esac
}
if [[ $funcstack[1] == _haltctl ]]; then _haltctl "$@"; else compdef _haltctl halt haltctl; fi
