#pragma once

#include <archive-jobs.h>
#include <comms-resource.h>

G_BEGIN_DECLS

/* What is known of what will be deleted. */
typedef struct {
  ArchiveJobKind kind;
  guint n_rows;
  guint n_unknown; /* of the rows: the numbers below are without them */
  guint64 n_users;
  guint64 n_registrations;
  guint64 n_devices;
  char *providers; /* "200 FCM, 140 APN" */
} CarillonDeletionFacts;

CarillonDeletionFacts *carillon_deletion_facts_new (ArchiveJobKind kind,
                                                    const ArchiveJobSummary *summary,
                                                    GPtrArray *items); /* (nullable) */
void carillon_deletion_facts_free (CarillonDeletionFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarillonDeletionFacts, carillon_deletion_facts_free)

/* All (transfer full) and translated. */
char *carillon_deletion_facts_heading (const CarillonDeletionFacts *self);
char *carillon_deletion_facts_button (const CarillonDeletionFacts *self);
char *carillon_deletion_facts_unknown (const CarillonDeletionFacts *self); /* (nullable) */
const char *carillon_deletion_facts_way_back (const CarillonDeletionFacts *self);

/* A number that is a lower bound where something is unknown, or not known at all. */
char *carillon_deletion_facts_count (const CarillonDeletionFacts *self, guint64 count);

G_END_DECLS
