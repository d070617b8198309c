#pragma once

#include <comms-credential.h>

#include "carillon-credential-check.h"

G_BEGIN_DECLS

/* A credential that is being put together: whose provider it is for, what was chosen for it, and
 * what there is to say of that. What was chosen stays when the provider is changed. It holds the
 * secrets, and they are overwritten when it goes. Properties: "credential-type" (string, "FCM",
 * "APN" or "APN_SANDBOX", read-write), "busy" (gboolean, read-only: a file is read or checked).
 * Signal "changed": of anything that the functions below answer. */
#define CARILLON_TYPE_CREDENTIAL_DRAFT (carillon_credential_draft_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonCredentialDraft, carillon_credential_draft, CARILLON, CREDENTIAL_DRAFT, GObject)

CarillonCredentialDraft *carillon_credential_draft_new (void);
void carillon_credential_draft_set_credential_type (CarillonCredentialDraft *self,
                                                    const char *credential_type);
const char *carillon_credential_draft_get_credential_type (CarillonCredentialDraft *self);

/* What was chosen for @part, or for whatever it is good for, where @part is CARILLON_N_PARTS. */
void carillon_credential_draft_load (CarillonCredentialDraft *self, CarillonPart part, GFile *file);
void carillon_credential_draft_take (CarillonCredentialDraft *self,
                                     CarillonPart part,
                                     GBytes *contents, /* a secret text */
                                     const char *name);

/* What somebody else has to say of a part, until another is chosen. */
void carillon_credential_draft_set_problem (CarillonCredentialDraft *self,
                                            CarillonPart part,
                                            const char *problem);

gboolean carillon_credential_draft_get_busy (CarillonCredentialDraft *self);

/* FALSE, and a problem at each part that is missing, where there is something left to do. */
gboolean carillon_credential_draft_complete (CarillonCredentialDraft *self);
/* Strings of the draft's own; only of a complete one. */
void carillon_credential_draft_fill (CarillonCredentialDraft *self, CommsNewCredential *credential);

/* All (transfer none) (nullable). */
const char *carillon_credential_draft_get_name (CarillonCredentialDraft *self, CarillonPart part);
const char *
carillon_credential_draft_get_problem (CarillonCredentialDraft *self, CarillonPart part);
const char *carillon_credential_draft_get_note (CarillonCredentialDraft *self, CarillonPart part);
CarillonCredentialCheck *carillon_credential_draft_get_check (CarillonCredentialDraft *self);

G_END_DECLS
