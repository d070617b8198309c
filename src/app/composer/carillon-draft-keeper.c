/* The draft that is being written: what others see of its keeper. A draft is lost only with the
 * disk. */

#include "carillon-draft-keeper-private.h"

enum {
  PROP_DRAFT = 1,
  PROP_STATE,
  PROP_ERROR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (CarillonKeeperState,
                    carillon_keeper_state,
                    G_DEFINE_ENUM_VALUE (CARILLON_KEEPER_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (CARILLON_KEEPER_SAVED, "saved"),
                    G_DEFINE_ENUM_VALUE (CARILLON_KEEPER_UNSAVED, "unsaved"),
                    G_DEFINE_ENUM_VALUE (CARILLON_KEEPER_FAILED, "failed"))
G_DEFINE_FINAL_TYPE (CarillonDraftKeeper, carillon_draft_keeper, G_TYPE_OBJECT)

const char *
carillon_draft_keeper_get_account_id (CarillonDraftKeeper *self)
{
  return carillon_account_get_id (carillon_session_get_account (self->session));
}

void
carillon_draft_keeper_set_state (CarillonDraftKeeper *self,
                                 CarillonKeeperState state,
                                 GError *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (error != NULL || self->error != NULL) {
    g_clear_error (&self->error);
    self->error = error;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  }
  if (self->state != state) {
    self->state = state;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * carillon_draft_keeper_set_place_func:
 * @self: the keeper
 * @get_place: tells where the operator is, as JSON
 * @data: for @get_place
 *
 * Says who knows where the operator is, until the keeper is closed.
 */
void
carillon_draft_keeper_set_place_func (CarillonDraftKeeper *self,
                                      CarillonPlaceFunc get_place,
                                      gpointer data)
{
  g_return_if_fail (CARILLON_IS_DRAFT_KEEPER (self));

  self->get_place = get_place;
  self->place_data = data;
}

/**
 * carillon_draft_keeper_get_place:
 * @self: the keeper
 *
 * Returns: (nullable): where the operator was in the draft when it was last open
 */
const char *
carillon_draft_keeper_get_place (CarillonDraftKeeper *self)
{
  g_return_val_if_fail (CARILLON_IS_DRAFT_KEEPER (self), NULL);

  return self->place;
}

/**
 * carillon_draft_keeper_get_draft:
 * @self: the keeper
 *
 * Returns: (nullable): the draft, once it is loaded
 */
DispatchDraft *
carillon_draft_keeper_get_draft (CarillonDraftKeeper *self)
{
  g_return_val_if_fail (CARILLON_IS_DRAFT_KEEPER (self), NULL);
  return self->draft;
}

/**
 * carillon_draft_keeper_get_state:
 * @self: the keeper
 *
 * Returns: whether what was typed is in the archive
 */
CarillonKeeperState
carillon_draft_keeper_get_state (CarillonDraftKeeper *self)
{
  g_return_val_if_fail (CARILLON_IS_DRAFT_KEEPER (self), CARILLON_KEEPER_LOADING);
  return self->state;
}

/**
 * carillon_draft_keeper_get_error:
 * @self: the keeper
 *
 * Returns: (nullable): why the last save or load failed
 */
const GError *
carillon_draft_keeper_get_error (CarillonDraftKeeper *self)
{
  g_return_val_if_fail (CARILLON_IS_DRAFT_KEEPER (self), NULL);
  return self->error;
}

static void
carillon_draft_keeper_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonDraftKeeper *self = CARILLON_DRAFT_KEEPER (object);

  switch (id) {
  case PROP_DRAFT:
    g_value_set_object (value, self->draft);
    break;
  case PROP_STATE:
    g_value_set_enum (value, self->state);
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_draft_keeper_dispose (GObject *object)
{
  CarillonDraftKeeper *self = CARILLON_DRAFT_KEEPER (object);

  carillon_draft_keeper_drop (self);
  g_clear_object (&self->saving);
  g_queue_clear_full (&self->next, g_object_unref);
  g_clear_pointer (&self->coming, dispatch_kept_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (carillon_draft_keeper_parent_class)->dispose (object);
}

static void
carillon_draft_keeper_finalize (GObject *object)
{
  g_clear_error (&CARILLON_DRAFT_KEEPER (object)->error);
  g_clear_error (&CARILLON_DRAFT_KEEPER (object)->failure);
  g_free (CARILLON_DRAFT_KEEPER (object)->wanted);
  G_OBJECT_CLASS (carillon_draft_keeper_parent_class)->finalize (object);
}

static void
carillon_draft_keeper_class_init (CarillonDraftKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_draft_keeper_get_property;
  object_class->dispose = carillon_draft_keeper_dispose;
  object_class->finalize = carillon_draft_keeper_finalize;

  properties[PROP_DRAFT] = g_param_spec_object ("draft", NULL, NULL, DISPATCH_TYPE_DRAFT, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, CARILLON_TYPE_KEEPER_STATE,
                                              CARILLON_KEEPER_LOADING, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
carillon_draft_keeper_init (CarillonDraftKeeper *self)
{
  self->retry_delay = CARILLON_KEEPER_RETRY_FIRST;
}

/**
 * carillon_draft_keeper_new:
 * @session: whose drafts to keep
 *
 * Returns: (transfer full): a keeper that has nothing loaded yet
 */
CarillonDraftKeeper *
carillon_draft_keeper_new (CarillonSession *session)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);

  CarillonDraftKeeper *self = g_object_new (CARILLON_TYPE_DRAFT_KEEPER, NULL);
  self->session = g_object_ref (session);
  return self;
}
