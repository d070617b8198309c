#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Who may say what a request is signed with: the client never sees a secret. */
#define COMMS_TYPE_AUTHORIZER (comms_authorizer_get_type ())
G_DECLARE_INTERFACE (CommsAuthorizer, comms_authorizer, COMMS, AUTHORIZER, GObject)

struct _CommsAuthorizerInterface {
  GTypeInterface parent_iface;

  void (*authorize) (CommsAuthorizer *self, SoupMessage *message);
};

void comms_authorizer_authorize (CommsAuthorizer *self, SoupMessage *message);

/* HTTP Basic with an account SID and auth token, or an API key and its secret. */
#define COMMS_TYPE_BASIC_AUTHORIZER (comms_basic_authorizer_get_type ())
G_DECLARE_FINAL_TYPE (
  CommsBasicAuthorizer, comms_basic_authorizer, COMMS, BASIC_AUTHORIZER, GObject)

CommsAuthorizer *comms_basic_authorizer_new (const char *sid, const char *secret);

G_END_DECLS
