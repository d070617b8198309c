#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A certificate with its chain and key takes about ten kilobytes, the file of a service account
 * less than three: whatever is larger than this is something else. */
#define CARILLON_MAX_CREDENTIAL_FILE (64 * 1024)

/* What credentials are made of. */
typedef enum {
  CARILLON_PART_CERTIFICATE, /* PEM: one block or more */
  CARILLON_PART_KEY,         /* PEM: one block, not encrypted */
  CARILLON_PART_ACCOUNT,     /* the JSON file of a Google service account, whole */
  CARILLON_N_PARTS,
} CarillonPart;

/* What a file, or a pasted text, turned out to be. The parts are secret texts, see
 * carillon-secret-text.h. There is a part or a problem, or both: a certificate with a key that is
 * encrypted. Safe to make in any thread. */
typedef struct {
  GBytes *parts[CARILLON_N_PARTS]; /* (owned) (nullable) */
  char *problem;                   /* (owned) (nullable): what it is, and what to do; translated */
  CarillonPart problem_part;       /* that it stands for; CARILLON_N_PARTS for none */
} CarillonCredentialFile;

CarillonCredentialFile *
carillon_credential_file_recognise (GBytes *contents, const char *name); /* for display */
void carillon_credential_file_free (CarillonCredentialFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarillonCredentialFile, carillon_credential_file_free)

void carillon_credential_file_load_async (GFile *file,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
CarillonCredentialFile *carillon_credential_file_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
