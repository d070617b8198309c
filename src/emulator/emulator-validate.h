#pragma once

#include "emulator-issues.h"
#include "emulator-query.h"

G_BEGIN_DECLS

typedef enum {
  EMULATOR_STRING,
  EMULATOR_OBJECT,
  EMULATOR_ARRAY,
  EMULATOR_BOOLEAN,
  EMULATOR_INTEGER,
} EmulatorKind;

/* What a member of an object, or a parameter of a query, must be. */
typedef struct {
  const char *name;
  EmulatorKind kind;
  gboolean required;
  gboolean nullable;
  guint min;                              /* characters, elements or members; of numbers, itself */
  guint max;                              /* the same; 0 is no limit, but for numbers */
  const char *const *choices;             /* (nullable): ended by NULL */
  gboolean (*accepts) (const char *text); /* (nullable) */
  const char *expected;                   /* what `accepts` wants, after "must be" */
} EmulatorField;

gboolean emulator_validate_node (JsonNode *node,
                                 const EmulatorField *field,
                                 const EmulatorPath *path,
                                 EmulatorIssues *issues);
gboolean emulator_validate_object (JsonObject *object,
                                   const EmulatorField *fields,
                                   gsize n_fields,
                                   const EmulatorPath *path,
                                   EmulatorIssues *issues);
gboolean emulator_validate_query (EmulatorQuery *query,
                                  const EmulatorField *fields,
                                  gsize n_fields,
                                  EmulatorIssues *issues);

void emulator_validate_tags (JsonObject *tags, const EmulatorPath *path, EmulatorIssues *issues);

gboolean emulator_accepts_app_name (const char *text);
gboolean emulator_accepts_time (const char *text);
gboolean emulator_accepts_page_size (const char *text);
gboolean emulator_accepts_tag_key (const char *text);
gboolean emulator_accepts_tag_value (const char *text);

/* "false" and "true", the choices of a parameter; a place in it is the value. Ended by NULL. */
extern const char *const emulator_booleans[];

#define EMULATOR_APP_NAME_EXPECTED "the name of an app: 1 to 64 of a-z, 0-9 and _"
#define EMULATOR_USER_ID_EXPECTED "a user ID, \"comms_pushnotificationuser_…\""
#define EMULATOR_CREDENTIAL_ID_EXPECTED "a credential ID, \"comms_credential_…\""
#define EMULATOR_OPERATION_ID_EXPECTED "an operation ID, \"comms_operation_…\""
#define EMULATOR_TAG_KEY_EXPECTED "1 to 128 letters, digits or . _ ~ -"
#define EMULATOR_TAG_VALUE_EXPECTED "1 to 256 letters, digits or . _ ~ -"
#define EMULATOR_TIME_EXPECTED "a time such as 2025-03-19T09:30:00Z"

G_END_DECLS
