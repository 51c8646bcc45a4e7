#!/bin/sh
# Ends the processes it was told of once its input closes, which is when its owner is gone, however that came about.
# A shell rather than Node: it costs one megabyte and starts at once. Input, one command a line:
#   watch TARGET SIGNAL   TARGET as for kill(1): a pid, or a negative process group
#   forget TARGET
#   folder PATH           a temporary folder (…/quantleap-…) to remove at the end
#   release               everything was ended in good order: leave without doing anything
trap '' INT TERM HUP
targets=''
folders=''

while read -r verb first second; do
  case "$verb" in
    watch) targets="$targets $first:$second" ;;
    forget)
      kept=''
      for entry in $targets; do
        [ "${entry%%:*}" = "$first" ] || kept="$kept $entry"
      done
      targets=$kept
      ;;
    folder) case "$first" in */quantleap-*) folders="$folders $first" ;; esac ;;
    release) exit 0 ;;
  esac
done

# Asks everything that stops on this signal to stop, waits at most 3 s, and kills what is left (also if frozen).
end_all() {
  for entry in $targets; do
    [ "${entry##*:}" = "$1" ] && kill -s "$1" -- "${entry%%:*}" 2>/dev/null
  done
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    left=''
    for entry in $targets; do
      [ "${entry##*:}" = "$1" ] && kill -s 0 -- "${entry%%:*}" 2>/dev/null && left=yes
    done
    [ -z "$left" ] && break
    sleep 0.1
  done
  for entry in $targets; do
    [ "${entry##*:}" = "$1" ] && kill -s KILL -- "${entry%%:*}" 2>/dev/null
  done
}

end_all TERM
# Postgres, whose fast shutdown is SIGINT, goes last: the others write to it until their end.
end_all INT
for folder in $folders; do rm -rf -- "$folder"; done
