#pragma once

#include "carillon-checker.h"
#include "carillon-composer-page.h"
#include "carillon-draft-keeper.h"
#include "carillon-draft-place.h"
#include "carillon-facts.h"
#include "carillon-message-pane.h"
#include "carillon-notice.h"
#include "carillon-panes.h"
#include "carillon-preview-pane.h"
#include "carillon-problems-list.h"
#include "carillon-recipients-grid.h"
#include "carillon-review.h"
#include "carillon-send.h"
#include "carillon-sheet.h"

G_BEGIN_DECLS

/* What the files of the page share. */

/* The order of the panes. */
enum {
  CARILLON_PANE_MESSAGE,
  CARILLON_PANE_RECIPIENTS,
  CARILLON_PANE_PREVIEW,
};

struct _CarillonComposerPage {
  GtkWidget parent_instance;

  CarillonSession *session;    /* (owned) */
  CarillonDraftKeeper *keeper; /* (owned) */
  CarillonChecker *checker;    /* (owned) */
  CarillonFacts *facts;        /* (owned) */
  CarillonSend *send;          /* (owned) (nullable): the last one of this draft */
  CarillonSheet *sheet;        /* (owned) (nullable): while the review is open */
  CarillonReview *review;      /* (unowned) (nullable): in the sheet */
  CarillonSheet *drafts;       /* (owned) (nullable): while the list of drafts is open */
  GBinding *name_binding;      /* (unowned) (nullable): of the draft's name */
  CarillonDraftPlace place;    /* where to go when the focus comes here */
  GPtrArray *waiting;          /* of GVariant a(ss): recipients for the draft that comes next */
  gboolean user_added;         /* since the focus came here last */
  gboolean wants_focus;        /* as soon as there is a draft, if it is shown then */

  CarillonPanes *panes;
  CarillonMessagePane *message_pane;
  CarillonRecipientsGrid *grid;
  CarillonPreviewPane *preview_pane;
  CarillonProblemsList *problems;
  CarillonNotice *save_notice;
  CarillonNotice *send_notice;
  GtkStack *stack;
  GtkEntry *name_entry;
  GtkLabel *save_label;
  GtkLabel *recipients_tab;
};

DispatchDraft *carillon_composer_page_get_draft (CarillonComposerPage *self); /* (nullable) */

/* carillon-composer-drafts.c */
void carillon_composer_drafts_install (GtkWidgetClass *widget_class);
void carillon_composer_drafts_bind_name (CarillonComposerPage *self, DispatchDraft *draft);
void carillon_composer_drafts_close (CarillonComposerPage *self);

/* carillon-composer-place.c */
void carillon_composer_place_install (GtkWidgetClass *widget_class);
char *carillon_composer_place_get (gpointer self);
gboolean carillon_composer_place_go (CarillonComposerPage *self);
void carillon_composer_place_restore (CarillonComposerPage *self);

/* carillon-composer-recipients.c */
void carillon_composer_recipients_install (GtkWidgetClass *widget_class);
void carillon_composer_recipients_append (CarillonComposerPage *self);
void carillon_composer_recipients_accept_files (CarillonComposerPage *self);

/* carillon-composer-sending.c */
void carillon_composer_sending_install (GtkWidgetClass *widget_class);
void carillon_composer_sending_drop (CarillonComposerPage *self);
void carillon_composer_sending_leave (CarillonComposerPage *self);
void carillon_composer_sending_close_review (CarillonComposerPage *self);

G_END_DECLS
