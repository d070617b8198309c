#include "dispatch-lock-screen.h"

/* Neither system documents a number: how much fits depends on the device, its font and the letters.
 * These are where usual phones with usual settings begin to cut, as those who send a lot have
 * measured: of iOS one line of title and four lines of body, of Android one line of title and the
 * body once it is unfolded (folded, it shows a line only, which is how it is meant). So what is
 * longer is cut for most, and what is shorter may be cut for some. */
static const struct {
  guint title;
  guint body;
} rooms[] = {
  [DISPATCH_REACH_FCM] = { 65, 240 },
  [DISPATCH_REACH_APN] = { 50, 178 },
  [DISPATCH_REACH_ANY] = { 50, 178 }, /* the smaller: a user may have either */
};

/**
 * dispatch_lock_screen_get_title_room:
 * @reach: how the recipient is reached
 *
 * Returns: characters
 */
guint
dispatch_lock_screen_get_title_room (DispatchReach reach)
{
  return rooms[reach].title;
}

guint
dispatch_lock_screen_get_body_room (DispatchReach reach)
{
  return rooms[reach].body;
}
