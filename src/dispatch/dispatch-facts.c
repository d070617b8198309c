#include "dispatch-facts.h"

struct _DispatchFacts {
  DispatchCredential fcm;
  DispatchCredential apn;
  GBytes *users;     /* (nullable): guint64, ascending; NULL where not all are known */
  GBytes *owners;    /* (nullable): DispatchOwner, ascending by token */
  GPtrArray *recent; /* of DispatchRecentSend */
};

G_DEFINE_BOXED_TYPE (DispatchFacts, dispatch_facts, dispatch_facts_ref, dispatch_facts_unref)

static void
recent_free (gpointer data)
{
  DispatchRecentSend *recent = data;

  g_free (recent->send_id);
  g_free (recent->name);
  g_bytes_unref (recent->addresses);
  g_free (recent);
}

DispatchFacts *
dispatch_facts_new (void)
{
  DispatchFacts *self = g_atomic_rc_box_new0 (DispatchFacts);

  self->recent = g_ptr_array_new_with_free_func (recent_free);
  return self;
}

DispatchFacts *
dispatch_facts_ref (DispatchFacts *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  DispatchFacts *self = data;

  g_clear_pointer (&self->users, g_bytes_unref);
  g_clear_pointer (&self->owners, g_bytes_unref);
  g_clear_pointer (&self->recent, g_ptr_array_unref);
}

void
dispatch_facts_unref (DispatchFacts *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * dispatch_facts_set_credential:
 * @self: facts
 * @provider: "FCM" or "APN"
 * @credential: whether the sender has one for it
 */
void
dispatch_facts_set_credential (DispatchFacts *self,
                               const char *provider,
                               DispatchCredential credential)
{
  g_return_if_fail (self != NULL && provider != NULL);

  *(g_str_equal (provider, "APN") ? &self->apn : &self->fcm) = credential;
}

/**
 * dispatch_facts_set_users:
 * @self: facts
 * @hashes: (nullable): ascending hashes of the IDs of all users (guint64); %NULL where not all are
 *   known
 */
void
dispatch_facts_set_users (DispatchFacts *self, GBytes *hashes)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->users, g_bytes_unref);
  self->users = hashes != NULL ? g_bytes_ref (hashes) : NULL;
}

/**
 * dispatch_facts_set_owners:
 * @self: facts
 * @owners: (nullable): #DispatchOwner of the devices that are known, ascending by token
 */
void
dispatch_facts_set_owners (DispatchFacts *self, GBytes *owners)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->owners, g_bytes_unref);
  self->owners = owners != NULL ? g_bytes_ref (owners) : NULL;
}

/**
 * dispatch_facts_add_recent:
 * @self: facts
 * @send_id: a send of this account
 * @name: (nullable): what it is known by
 * @sent_at: microseconds since 1970
 * @addresses: ascending hashes of its recipients (guint64)
 */
void
dispatch_facts_add_recent (
  DispatchFacts *self, const char *send_id, const char *name, gint64 sent_at, GBytes *addresses)
{
  g_return_if_fail (self != NULL && send_id != NULL && addresses != NULL);

  DispatchRecentSend *recent = g_new0 (DispatchRecentSend, 1);
  recent->send_id = g_strdup (send_id);
  recent->name = g_strdup (name != NULL ? name : "");
  recent->sent_at = sent_at;
  recent->addresses = g_bytes_ref (addresses);
  g_ptr_array_add (self->recent, recent);
}

DispatchCredential
dispatch_facts_get_credential (const DispatchFacts *self, const char *provider)
{
  g_return_val_if_fail (self != NULL && provider != NULL, DISPATCH_CREDENTIAL_UNKNOWN);

  return g_str_equal (provider, "APN") ? self->apn : self->fcm;
}

static gboolean
has_hash (GBytes *hashes, guint64 hash)
{
  gsize size = 0;
  const guint64 *data = g_bytes_get_data (hashes, &size);
  gsize first = 0, end = size / sizeof *data;

  while (first < end) {
    gsize middle = first + (end - first) / 2;
    if (data[middle] == hash) {
      return TRUE;
    }
    if (data[middle] < hash) {
      first = middle + 1;
    } else {
      end = middle;
    }
  }
  return FALSE;
}

/**
 * dispatch_facts_knows_users:
 * @self: facts
 *
 * Returns: whether a user that dispatch_facts_has_user() does not find is none
 */
gboolean
dispatch_facts_knows_users (const DispatchFacts *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->users != NULL;
}

gboolean
dispatch_facts_has_user (const DispatchFacts *self, guint64 hash)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->users != NULL && has_hash (self->users, hash);
}

/**
 * dispatch_facts_find_owners:
 * @self: facts
 * @token: the hash of a token
 * @n_owners: (out): how many
 *
 * Returns: (transfer none) (array length=n_owners) (nullable): the users that have the device
 */
const DispatchOwner *
dispatch_facts_find_owners (const DispatchFacts *self, guint64 token, gsize *n_owners)
{
  g_return_val_if_fail (self != NULL && n_owners != NULL, NULL);

  gsize size = 0;
  const DispatchOwner *owners =
    self->owners != NULL ? g_bytes_get_data (self->owners, &size) : NULL;
  gsize n_all = size / sizeof *owners, first = 0, end = n_all;

  while (first < end) {
    gsize middle = first + (end - first) / 2;
    if (owners[middle].token < token) {
      first = middle + 1;
    } else {
      end = middle;
    }
  }
  for (end = first; end < n_all && owners[end].token == token;) {
    end++;
  }
  *n_owners = end - first;
  return end > first ? owners + first : NULL;
}

guint
dispatch_facts_get_n_recent (const DispatchFacts *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->recent->len;
}

const DispatchRecentSend *
dispatch_facts_get_recent (const DispatchFacts *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->recent->len, NULL);

  return self->recent->pdata[index];
}
