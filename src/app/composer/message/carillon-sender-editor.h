#pragma once

#include <dispatch-draft.h>
#include <gtk/gtk.h>

#include "carillon-senders.h"

G_BEGIN_DECLS

/* On whose behalf a draft is sent. Properties "draft" and "senders" (both nullable). */
#define CARILLON_TYPE_SENDER_EDITOR (carillon_sender_editor_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonSenderEditor, carillon_sender_editor, CARILLON, SENDER_EDITOR, GtkWidget)

/* (transfer full) (nullable): what does not fit. @is_mistake: whether nothing can be sent so. */
char *carillon_describe_sender (const DispatchContent *content,
                                CarillonSenders *senders,
                                gboolean *is_mistake);

G_END_DECLS
