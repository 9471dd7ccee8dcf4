#compdef @NAME@
# Completes the words of @NAME@ in zsh. Made by: @NAME@ completion zsh
__@FUNCTION@_about() {
  commands=() options=() places=()
  case $1 in
@TABLE@  esac
}

_@FUNCTION@() {
  local path_=@NAME@ value= word one only= tab=$'\t'
  local -i i at=0
  local -a commands options places shown
  __@FUNCTION@_about "$path_"
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    if [[ -n $value ]]; then
      value=
    elif [[ $word == -- ]]; then
      only=1
    elif [[ -z $only && $word == -* ]]; then
      for one in $options; do
        one=${one%%$tab*}
        [[ ${one%%=*} == $word && ${one#*=} != flag ]] && value=${one#*=}
      done
    elif ((at == 0)) && [[ -n ${(M)commands:#$word$tab*} ]]; then
      path_="$path_ $word"
      __@FUNCTION@_about "$path_"
    else
      ((at++))
    fi
  done
  if [[ -z $value && -z $only && $PREFIX == -*=* ]]; then
    for one in $options; do
      one=${one%%$tab*}
      [[ ${one%%=*} == ${PREFIX%%=*} ]] && value=${one#*=}
    done
    compset -P '*='
  elif [[ -z $value && -z $only && $PREFIX == -* ]]; then
    for one in $options; do
      shown+=("${${one%%$tab*}%%=*}:${one#*$tab}")
    done
    _describe -o option shown
    return
  fi
  if [[ -z $value ]]; then
    if ((at == 0 && $#commands)); then
      for one in $commands; do
        shown+=("${one%%$tab*}:${one#*$tab}")
      done
      _describe command shown
    fi
    ((at >= $#places && $#places > 0)) && at=$(($#places - 1))
    value=${places[at + 1]:-none}
  fi
  case $value in
    file) _files ;;
    hosts | rooms) compadd -- ${(f)"$(@NAME@ completion --words $value 2>/dev/null)"} ;;
    choice:*) compadd -- ${(s:,:)${value#choice:}} ;;
  esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _@FUNCTION@ "$@"
else
  compdef _@FUNCTION@ @NAME@
fi
