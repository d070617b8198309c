#pragma once

/* With each word come so many recipients: a draft of a few words has several blocks of them. */
#define ROWS_PER_WORD 600

#define SAVED "saved "
