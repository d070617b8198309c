/* What the demo is made of: an airline with a rewards club and a shop. */

#include "emulator-demo-data.h"

#include <string.h>

const char *const emulator_demo_apps[EMULATOR_DEMO_N_APPS] = {
  "nordwind_air",
  "nordwind_rewards",
  "harbour_shop",
};

const EmulatorDemoMessage emulator_demo_messages[] = {
  { 0, "gates", "Gate change for {{ flight }}",
    "Hi {{ name | default: 'traveller' }}, your flight to {{ city }} now boards at gate {{ gate }}.",
    "name flight city gate", "HIGH", "ring" },
  { 2, "shipping", "Your order is on its way",
    "Order {{ order }} has left our warehouse and arrives {{ day }}.", "order day", "HIGH",
    "default" },
  { 0, "boarding", "Boarding at gate {{ gate }}",
    "{{ flight }} to {{ city }} boards at {{ time }}. Please have your passport ready.",
    "flight city gate time", "HIGH", "ring" },
  { 1, "balance", "You have {{ points }} points",
    "{% if name %}{{ name }}, y{% else %}Y{% endif %}our next free flight is closer than you think.",
    "name points", "LOW", NULL },
  { 0, "check_in", "Check-in is open",
    "{{ name | default: 'Hello' }}, check in for {{ flight }} to {{ city }} and choose your seat.",
    "name flight city", "HIGH", "default" },
  { 2, "basket", "Still thinking it over?",
    "{{ product }} is waiting in your basket{% if discount %}, now {{ discount }} % off{% endif %}.",
    "product discount", "LOW", NULL },
  { 0, "delays", "{{ flight }} is delayed",
    "We are sorry{% if name %}, {{ name }}{% endif %}. Your flight to {{ city }} leaves at {{ time }}.",
    "name flight city time", "HIGH", "ring" },
  { 2, "pickup", "Ready for pickup",
    "Order {{ order }} is waiting for you in {{ city }}. Show the code {{ code }}.",
    "order city code", "HIGH", "default" },
  { 1, "double_points", "Double points to {{ city }}",
    "Book by Sunday, {{ name | default: 'dear member' }}, and earn twice.", "name city", "LOW",
    NULL },
  { 2, "weekend", "20 % off everything",
    "{{ name | default: 'Hello' }}, this weekend all of Harbour is 20 % off. Until Sunday, 22:00.",
    "name", "LOW", NULL },
};

const gsize emulator_demo_n_messages = G_N_ELEMENTS (emulator_demo_messages);

static const char *const names[] = {
  "Anna",    "Zoë",    "Søren", "Łukasz", "Priya",     "Mateo",
  "Ingrid",  "Noah",   "Chloé", "José",   "Aylin",     "Kofi",
  "Beatriz", "Jonas",  "Mia",   "Emre",   "Olga",      "Liam",
  "Fatima",  "Björn",  "Hana",  "Tomáš",  "Greta",     "Pedro",
  "Amara",   "Viktor", "Elif",  "Lucia",  "Mehmet",    "Nina",
  "美咲",    "أحمد",   "דניאל", "Ελένη",  "Oleksandr", "Maximilian-Alexander",
};

static const char *const cities[] = { "Tallinn", "Lisbon",   "Reykjavík", "Zürich",   "Kraków",
                                      "Bergen",  "Valencia", "Gdańsk",    "Malmö",    "Dublin",
                                      "Athens",  "Porto",    "Hamburg",   "Edinburgh" };

static const char *const products[] = { "Linen shirt, sand",       "Rain jacket “Skagen”",
                                        "Enamel mug, set of four", "Wool blanket, moss",
                                        "Canvas weekender",        "Brass desk lamp" };

static const char *const days[] = { "tomorrow", "on Tuesday", "on Wednesday", "on Friday" };

static char *
pick (const char *const *texts, gsize n_texts, GRand *random)
{
  return g_strdup (texts[g_rand_int_range (random, 0, (gint32) n_texts)]);
}

/* Not everybody has told theirs. */
static char *
make_name (GRand *random)
{
  return g_rand_int_range (random, 0, 12) > 0 ? pick (names, G_N_ELEMENTS (names), random) : NULL;
}

static char *
make_city (GRand *random)
{
  return pick (cities, G_N_ELEMENTS (cities), random);
}

static char *
make_product (GRand *random)
{
  return pick (products, G_N_ELEMENTS (products), random);
}

static char *
make_day (GRand *random)
{
  return pick (days, G_N_ELEMENTS (days), random);
}

static char *
make_flight (GRand *random)
{
  return g_strdup_printf ("NW %d", g_rand_int_range (random, 100, 900));
}

static char *
make_gate (GRand *random)
{
  return g_strdup_printf ("%c%d", 'A' + g_rand_int_range (random, 0, 5),
                          g_rand_int_range (random, 1, 40));
}

static char *
make_time (GRand *random)
{
  return g_strdup_printf ("%02d:%02d", g_rand_int_range (random, 6, 23),
                          5 * g_rand_int_range (random, 0, 12));
}

static char *
make_order (GRand *random)
{
  return g_strdup_printf ("H-%06d", g_rand_int_range (random, 100000, 1000000));
}

static char *
make_code (GRand *random)
{
  return g_strdup_printf ("%04d", g_rand_int_range (random, 0, 10000));
}

static char *
make_points (GRand *random)
{
  return g_strdup_printf ("%d", 50 * g_rand_int_range (random, 10, 900));
}

static char *
make_discount (GRand *random)
{
  return g_rand_boolean (random) ? g_strdup_printf ("%d", 5 * g_rand_int_range (random, 2, 7))
                                 : NULL;
}

static const struct {
  const char *variable;
  char *(*make) (GRand *random);
} makers[] = {
  { "name", make_name },         { "city", make_city },     { "product", make_product },
  { "day", make_day },           { "flight", make_flight }, { "gate", make_gate },
  { "time", make_time },         { "order", make_order },   { "code", make_code },
  { "discount", make_discount }, { "points", make_points },
};

/**
 * emulator_demo_make_value:
 * @variable: what the value is for
 * @random: chance
 *
 * Returns: (transfer full) (nullable): a value; %NULL where this recipient has none
 */
char *
emulator_demo_make_value (const char *variable, GRand *random)
{
  for (gsize i = 0; i < G_N_ELEMENTS (makers); i++) {
    if (g_str_equal (makers[i].variable, variable)) {
      return makers[i].make (random);
    }
  }
  return NULL;
}

static void
append_random (GString *text, const char *alphabet, guint length, GRand *random)
{
  gint32 n_letters = (gint32) strlen (alphabet);

  for (guint i = 0; i < length; i++) {
    g_string_append_c (text, alphabet[g_rand_int_range (random, 0, n_letters)]);
  }
}

/* Most were given up; some were copied from elsewhere. See emulator_cause_of_token(). */
static const char *const failures[] = { "FAIL", "FAIL_INVALID", "FAIL", "FAIL_MISMATCH", "FAIL" };

/**
 * emulator_demo_make_token:
 * @provider: index in emulator_providers
 * @works: whether its device is to be reached
 * @random: chance
 *
 * Returns: (transfer full): a token of the shape that the provider gives out
 */
char *
emulator_demo_make_token (guint provider, gboolean works, GRand *random)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  GString *token = g_string_new (NULL);

  if (provider == 0) {
    append_random (token, letters, 22, random);
    g_string_append (token, ":APA91b");
    append_random (token, letters, 134, random);
  } else {
    append_random (token, "0123456789abcdef", 64, random);
  }
  if (!works) {
    const char *word = failures[(guchar) token->str[0] % G_N_ELEMENTS (failures)];
    memcpy (token->str + token->len - strlen (word), word, strlen (word));
  }
  return g_string_free (token, FALSE);
}
