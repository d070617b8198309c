#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Stands between a client and a real server, on a free port of this machine and on the main context
 * of the test, and lets connections break at the worst moments. Whatever is not told otherwise goes
 * through. */
typedef struct _TestProxy TestProxy;

typedef enum {
  TEST_PROXY_PASS,
  TEST_PROXY_CUT_BEFORE, /* the server never sees it; the connection closes */
  TEST_PROXY_CUT_AFTER,  /* the server answers; the client never sees it */
  TEST_PROXY_ANSWER,     /* the server never sees it; the proxy answers with a status */
} TestProxyAction;

typedef struct {
  TestProxyAction action;
  guint status;               /* of ANSWER */
  void (*hook) (void *);      /* (nullable): called before the server sees it, if it does */
  void (*late_hook) (void *); /* (nullable): called when the server has answered */
  void *data;
} TestProxyRule;

TestProxy *test_proxy_new (const char *url);
void test_proxy_free (TestProxy *self);
const char *test_proxy_get_url (TestProxy *self);
void test_proxy_push (TestProxy *self, const TestProxyRule *rule); /* for the next POST */
void test_proxy_set_blind (TestProxy *self, gboolean blind);       /* cuts whatever is no POST */
guint test_proxy_get_n_posts (TestProxy *self);                    /* that clients made */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestProxy, test_proxy_free)

G_END_DECLS
