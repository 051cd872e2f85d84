// What the check must refuse.
#include "pg/session.h"
