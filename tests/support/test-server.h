#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A server that answers what a test tells it to, on a free port of this machine and on the main
 * context of the test: for what a well-behaved server never says. */
typedef struct _TestServer TestServer;

typedef enum {
  TEST_ANSWER_WHOLE,
  TEST_ANSWER_CUT,     /* closes after the body, which was announced as longer */
  TEST_ANSWER_ENDLESS, /* repeats the body until the client goes away */
  TEST_ANSWER_TRICKLE, /* writes a space every few milliseconds, for ever */
  TEST_ANSWER_NONE,    /* closes without an answer */
  TEST_ANSWER_SILENT,  /* keeps the connection and says nothing */
  TEST_ANSWER_RAW,     /* the body is all that is written; then closes */
} TestAnswerKind;

typedef struct {
  TestAnswerKind kind;
  guint status;
  const char *type;       /* (nullable): application/json if NULL */
  const char *body;       /* (nullable) */
  const char *headers[5]; /* name, value, name, value, NULL */
  gsize length;           /* of a body that is no text; WHOLE only */
} TestAnswer;

typedef struct {
  char *method;
  char *target;        /* path and query as they were written */
  char *authorization; /* (nullable) */
  char *type;          /* (nullable) */
  char *body;
  char *cookie;     /* (nullable) */
  char *connection; /* the client's address, one for each connection */
  SoupHTTPVersion version;
} TestRequest;

TestServer *test_server_new (void);
TestServer *test_server_new_tls (void);         /* with a certificate that nobody vouches for */
const char *test_server_get_certificate (void); /* PEM, for tests that do vouch for it */
void test_server_free (TestServer *self);
const char *test_server_get_url (TestServer *self);                 /* with the version */
void test_server_push (TestServer *self, const TestAnswer *answer); /* answers in order */
guint test_server_get_n_requests (TestServer *self);
const TestRequest *test_server_get_request (TestServer *self, guint index);
guint test_server_get_n_connections (TestServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestServer, test_server_free)

/* A loopback address where nobody listens. */
char *test_server_make_dead_url (void);

G_END_DECLS
