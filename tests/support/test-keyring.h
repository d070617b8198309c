#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The real gnome-keyring daemon, in the session bus and home that run-gui made for the test. Its
 * one keyring is unlocked at first. There is nothing that could prompt for a password, so what is
 * locked stays locked. */
typedef struct _TestKeyring TestKeyring;

TestKeyring *test_keyring_start (void);
void test_keyring_lock (TestKeyring *self);
void test_keyring_stop (TestKeyring *self); /* returns when its name is gone from the bus */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestKeyring, test_keyring_stop)

G_END_DECLS
