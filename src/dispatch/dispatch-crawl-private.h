#pragma once

#include "dispatch-crawl.h"
#include "dispatch-stint.h"

G_BEGIN_DECLS

/* What the files of a crawl share: dispatch-crawl.c has its phases, dispatch-crawl-listing.c the
 * pages of users. */

/* Most that the API gives: a page costs one request, and its users a thousand. */
#define DISPATCH_CRAWL_PAGE_SIZE COMMS_MAX_PAGE_SIZE

/* Who is to be visited. */
typedef struct {
  char *user_id;
  gint64 created_at;
  gint64 updated_at;
  guint n_attempts;
} DispatchVisitor;

struct _DispatchCrawl {
  GObject parent_instance;

  CommsClient *client; /* its own: the pace decides what is asked again */
  ArchiveStore *store;
  char *account_id;
  guint page_size;

  /* Of a run. */
  DispatchStint stint;
  GQueue waiting;      /* of DispatchVisitor */
  GPtrArray *findings; /* of ArchiveFinding: to be written */
  GHashTable *page;    /* (nullable): of DispatchVisitor by ID: users that may have been seen */
  gboolean has_page;   /* of LISTING: it was read, and the place is still there */
  guint n_listing_attempts;
  gboolean has_begun_again; /* from the first page, because a token was refused */
  guint64 n_visited_then;

  /* Where it is. */
  ArchiveCrawlPhase phase;
  gint64 generation;
  char *token;  /* (nullable): of the page it is at */
  char *next;   /* (nullable): of the page behind it */
  char *mark;   /* (nullable): a token that must not come again */
  char *failed; /* (nullable): the last of the failures that were tried again */
  guint n_pages;

  guint64 n_users;
  guint64 n_registrations;
  guint64 n_failures;
  guint64 n_visited; /* since the start */
};

void dispatch_visitor_free (DispatchVisitor *visitor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchVisitor, dispatch_visitor_free)

void dispatch_crawl_step (DispatchCrawl *self);
void dispatch_crawl_write_place (DispatchCrawl *self, ArchiveCrawlPhase phase, const char *token);
void dispatch_crawl_list_page (DispatchCrawl *self);
void dispatch_crawl_leave_page (DispatchCrawl *self);

G_END_DECLS
