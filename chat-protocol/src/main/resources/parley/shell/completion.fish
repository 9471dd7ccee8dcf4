# Completes the words of @NAME@ in fish. Made by: @NAME@ completion fish
function __@FUNCTION@_at
    set -l at @NAME@
    for word in (commandline -opc)[2..]
        if not string match -q -- '-*' $word
            and contains -- "$at $word" $__@FUNCTION@_paths
            set at "$at $word"
        end
    end
    test "$at" = "$argv[1]"
end

set -g __@FUNCTION@_paths @PATHS@
complete -c @NAME@ -f
@TABLE@
