// What the check must refuse.
#include <libpq-fe.h>
