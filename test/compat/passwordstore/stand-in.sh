#!/bin/sh
# A password store without keys: what the lookup passwordstore asks of `pass` and `gopass`, kept as plain text in NAME.gpg.
# record.py asks real Ansible with the real pass; the replay uses this one, so that it needs neither pass nor gpg.
store=${PASSWORD_STORE_DIR:-$HOME/.password-store}
case $1 in
  --version) echo '= pass: the standard unix password manager =' ;;
  show)
    case /$2/ in */../*)
      echo "Error: You've attempted to pass a sneaky path to pass. Go home." >&2
      exit 1
      ;;
    esac
    if [ -f "$store/$2.gpg" ]; then
      cat "$store/$2.gpg"
    elif [ -d "$store/$2" ]; then
      echo "$2"
      for file in "$store/$2"/*; do echo "├── $(basename "$file" .gpg)"; done
    else
      echo "Error: $2 is not in the password store." >&2
      exit 1
    fi
    ;;
  insert)
    shift
    while [ "$1" = -f ] || [ "$1" = -m ]; do shift; done
    umask "${PASSWORD_STORE_UMASK:-077}"
    mkdir -p "$(dirname "$store/$1")" && cat >"$store/$1.gpg"
    ;;
  *) exit 2 ;;
esac
