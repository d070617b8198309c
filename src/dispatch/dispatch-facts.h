#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What is known outside of a draft, which a check holds its recipients against: credentials, the
 * users and devices that the index has, and what was sent lately. Whoever gathers them fills them
 * in; from the moment they are handed to a check they are read only, by any thread.
 *
 * Users and devices are known by the hashes of base-hash.h, sorted; a hash that is not there is
 * proof that the user is not, one that is there is nearly so. */
#define DISPATCH_TYPE_FACTS (dispatch_facts_get_type ())
typedef struct _DispatchFacts DispatchFacts;

/* A recipient who got something so many hours ago is told of: the same day, and the same time of
 * the day before. */
#define DISPATCH_RECENT_HOURS 24

typedef enum {
  DISPATCH_CREDENTIAL_UNKNOWN, /* nobody looked, or it could not be seen */
  DISPATCH_CREDENTIAL_MISSING,
  DISPATCH_CREDENTIAL_PRESENT,
} DispatchCredential;

/* A token of the index and whose it is. */
typedef struct {
  guint64 token; /* its hash */
  guint64 user;  /* the hash of the user's ID */
} DispatchOwner;

/* An earlier send. */
typedef struct {
  char *send_id;
  char *name;        /* of its draft, or what it read; may be "" */
  gint64 sent_at;    /* microseconds since 1970 */
  GBytes *addresses; /* sorted hashes (guint64) of user IDs and tokens */
} DispatchRecentSend;

GType dispatch_facts_get_type (void);
DispatchFacts *dispatch_facts_new (void); /* that know nothing */
DispatchFacts *dispatch_facts_ref (DispatchFacts *self);
void dispatch_facts_unref (DispatchFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchFacts, dispatch_facts_unref)

void dispatch_facts_set_credential (DispatchFacts *self,
                                    const char *provider,
                                    DispatchCredential credential);
void dispatch_facts_set_users (DispatchFacts *self, GBytes *hashes);  /* all that there are */
void dispatch_facts_set_owners (DispatchFacts *self, GBytes *owners); /* DispatchOwner, by token */
void dispatch_facts_add_recent (
  DispatchFacts *self, const char *send_id, const char *name, gint64 sent_at, GBytes *addresses);

DispatchCredential dispatch_facts_get_credential (const DispatchFacts *self, const char *provider);
gboolean dispatch_facts_knows_users (const DispatchFacts *self);
gboolean dispatch_facts_has_user (const DispatchFacts *self, guint64 hash);
const DispatchOwner *
dispatch_facts_find_owners (const DispatchFacts *self, guint64 token, gsize *n_owners);
guint dispatch_facts_get_n_recent (const DispatchFacts *self);
const DispatchRecentSend *dispatch_facts_get_recent (const DispatchFacts *self, guint index);

G_END_DECLS
