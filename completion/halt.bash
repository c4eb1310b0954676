# What may follow halt and haltctl, in bash. It asks the program that printed this, by its path, and never what else has
# the name: Debian's own halt powers the machine off.
__haltctl_complete() {
  local -a program=(@program@)
  local kind='' before='' typed='' word
  COMPREPLY=()
  [[ -x ${program[0]} ]] || program[0]=node
  [[ -f ${program[1]} ]] || return 0
  {
    IFS= read -r kind
    IFS= read -r before
    IFS= read -r typed
    while IFS= read -r word; do COMPREPLY+=("$word"); done
  } < <("${program[@]}" completion values bash "$COMP_WORDBREAKS" "${COMP_LINE:0:COMP_POINT}" 2> /dev/null < /dev/null)
  case $kind in
    words)
      compopt -o nosort 2> /dev/null
      [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=:] ]] && compopt -o nospace 2> /dev/null
      return 0
      ;;
    files) kind=-f ;;
    folders) kind=-d ;;
    commands) kind=-c ;;
    *) return 0 ;;
  esac
  [[ $kind == -c ]] || compopt -o filenames 2> /dev/null
  while IFS= read -r word; do COMPREPLY+=("$before$word"); done < <(compgen "$kind" -- "$typed")
}
complete -F __haltctl_complete halt haltctl
