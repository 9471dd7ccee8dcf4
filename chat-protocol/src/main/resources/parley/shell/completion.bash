# Completes the words of @NAME@ in bash. Made by: @NAME@ completion bash
__@FUNCTION@_about() {
  commands=() options=() places=()
  case $1 in
@TABLE@  esac
}

__@FUNCTION@() {
  local line=${COMP_LINE:0:COMP_POINT} word path=@NAME@ kind= value= i at=0 only=
  local -a words commands options places found
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  local cur=${words[-1]}
  __@FUNCTION@_about "$path"
  for ((i = 1; i < ${#words[@]} - 1; i++)); do
    word=${words[i]}
    if [[ -n $value ]]; then
      value=
    elif [[ $word == -- ]]; then
      only=1
    elif [[ -z $only && $word == -* ]]; then
      for kind in "${options[@]}"; do
        [[ ${kind%%=*} == "$word" && ${kind#*=} != flag ]] && value=${kind#*=}
      done
    elif ((at == 0)) && [[ " ${commands[*]} " == *" $word "* ]]; then
      path="$path $word"
      __@FUNCTION@_about "$path"
    else
      at=$((at + 1))
    fi
  done
  if [[ -z $value && -z $only && $cur == -*=* ]]; then
    for kind in "${options[@]}"; do
      [[ ${kind%%=*} == "${cur%%=*}" ]] && value=${kind#*=}
    done
    cur=${cur#*=}
  elif [[ -z $value && -z $only && $cur == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "${options[*]%%=*}" -- "$cur")
    return
  fi
  if [[ -z $value ]]; then
    ((at == 0)) && mapfile -t found < <(compgen -W "${commands[*]}" -- "$cur")
    ((at >= ${#places[@]} && ${#places[@]} > 0)) && at=$((${#places[@]} - 1))
    value=${places[at]-none}
  fi
  case $value in
    file)
      compopt -o filenames 2>/dev/null
      mapfile -t -O ${#found[@]} found < <(compgen -f -- "$cur")
      ;;
    hosts | rooms)
      mapfile -t -O ${#found[@]} found < <(compgen -W "$(@NAME@ completion --words "$value" 2>/dev/null)" -- "$cur")
      ;;
    choice:*)
      value=${value#choice:}
      mapfile -t -O ${#found[@]} found < <(compgen -W "${value//,/ }" -- "$cur")
      ;;
  esac
  # Bash takes a word apart at these: only what follows the last of them is replaced.
  local before=${cur%"${cur##*[:@=]}"}
  COMPREPLY=("${found[@]#"$before"}")
}
complete -F __@FUNCTION@ @NAME@
