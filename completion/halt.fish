# What may follow halt and haltctl, in fish. It asks the program that printed this, by its path, and never what else has the
# name: Debian's own halt powers the machine off.
function __haltctl_complete
    set -l program @program@
    test -x $program[1]; or set program[1] node
    test -f $program[2]; or return
    set -l words (commandline -opc)
    set -e words[1]
    set -l answer ($program completion values fish $words (commandline -ct | string collect) 2>/dev/null </dev/null)
    switch "$answer[1]"
        case words
            set -e answer[1..3]
            printf '%s\n' $answer
        case commands
            string match -q -- '-*' "$answer[3]"; or complete -C "$answer[3]"
        case files
            for path in (__fish_complete_path "$answer[3]")
                echo $answer[2]$path
            end
        case folders
            for path in (__fish_complete_directories (string escape -- "$answer[3]") '')
                echo $answer[2]$path
            end
    end
end
for name in halt haltctl
    complete -c $name -e
    complete -c $name -k -f -a '(__haltctl_complete)'
end
