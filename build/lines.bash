# Progress of a script, line by line: sourced, never run. On a terminal the step in hand is shown at once and overwritten by its
# result; on a pipe each step is one plain line when it ends. `step TITLE COMMAND...` shows what the command said only if it failed.

lines_terminal=
[ -t 1 ] && [ -z "${NO_COLOR:-}" ] && lines_terminal=1

# now: milliseconds of an arbitrary clock
now() { local t=$EPOCHREALTIME; t=${t/[.,]/}; echo $((t / 1000)); }

# seconds MS: as 12.3
seconds() { printf '%d.%d' $(($1 / 1000)) $(($1 % 1000 / 100)); }

# line MARK TITLE MS [NOTE]
line() {
    [ -z "$lines_terminal" ] || printf '\r\033[K'
    printf '%-4s %7ss  %s%s\n' "$1" "$(seconds "$3")" "$2" "${4:+: $4}"
}

# step TITLE COMMAND...: runs it as one step; returns its exit code
step() {
    local title=$1 began said code=0
    shift
    began=$(now)
    [ -z "$lines_terminal" ] || printf '...           %s' "$title"
    said=$("$@" 2>&1) || code=$?
    if [ "$code" = 0 ]; then
        line ok "$title" $(($(now) - began))
    else
        line fail "$title" $(($(now) - began)) "exit code $code"
        printf '%s\n' "$said" | tail -n 20 | sed 's/^/       /' >&2
    fi
    return "$code"
}

# skip TITLE NOTE: nothing had to be done
skip() { line ok "$1" 0 "$2"; }
