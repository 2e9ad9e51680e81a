#!/bin/sh
# Run the tests on all that this machine has, and say at the end what it has not.
# With CI set, nothing may be missing and nothing skipped.
set -u
unset DATABASE_URL
unset PYTHONDONTWRITEBYTECODE  # each worker would compile all of the tests anew
# A worker that has nothing left takes over from the others: the slow ones, in a browser, stand at the end.
# One more than there are processors: workers wait for a browser, a database or a clock now and then.
workers=$(($(getconf _NPROCESSORS_ONLN) + 1))
pytest=".venv/bin/python -m pytest -n $workers --dist worksteal ${CI:+-p tests.no_skips}"
failed=0
left_out=""

browser=""
if ! command -v chromium >/dev/null; then
  browser="not browser"
  left_out="$left_out
  the tests in a browser (on Debian: apt install chromium)"
fi
echo "On SQLite:"
$pytest -m "$browser" || failed=1

echo "On PostgreSQL:"
scripts/postgres.sh $pytest -m "not browser" --ignore=tests/repository
case $? in
  0) ;;
  69)
    left_out="$left_out
  the tests on PostgreSQL (on Debian: apt install postgresql)" ;;
  *) failed=1 ;;
esac

if [ -n "$left_out" ]; then
  echo "Left out, because this machine has not what they need:$left_out"
  [ -z "${CI:-}" ] || failed=1
fi
exit $failed
