// Random numbers, doubles as text, text as settings.

#include "check.h"

static void seed_42_gives_the_numbers_of_the_specification(void) {
  const uint32_t expected[] = {1456360119, 3359763283, 3393612768, 4054632243,
                               3283045847, 3589475362, 877116966,  1888976411};
  Rng rng = {42};
  for (int i = 0; i < 8; i++) CHECK(rng_random_u32(&rng) == expected[i]);
  rng.state = 42;
  CHECK(rng_random(&rng) == 0.3390852212905884);
  rng.state = 42;
  CHECK(rng_uniform(&rng, -1.0, 1.0) == -0.32182955741882324);
}

static bool prints(double x, const char *expected) {
  char text[REPR_BYTES];
  bool equal = strcmp(double_repr(x, text), expected) == 0;
  if (!equal) printf("%s, not %s\n", text, expected);
  return equal;
}

static void repr_is_pythons(void) {
  CHECK(prints(0.0, "0.0") && prints(-0.0, "-0.0") && prints(1.0, "1.0") && prints(-100.0, "-100.0"));
  CHECK(prints(0.1, "0.1") && prints(1.0 / 3.0, "0.3333333333333333") && prints(12.5, "12.5"));
  CHECK(prints(1e15, "1000000000000000.0") && prints(9999999999999998.0, "9999999999999998.0"));
  CHECK(prints(1e16, "1e+16") && prints(1.5e300, "1.5e+300") && prints(1e22, "1e+22") && prints(1e23, "1e+23"));
  CHECK(prints(1e-4, "0.0001") && prints(0.00012345, "0.00012345") && prints(1e-5, "1e-05"));
  CHECK(prints(1.25e-5, "1.25e-05") && prints(5e-324, "5e-324"));
  CHECK(prints(2.225073858507201e-308, "2.225073858507201e-308"));
  CHECK(prints(1.7976931348623157e308, "1.7976931348623157e+308"));
  CHECK(prints(9007199254740992.0, "9007199254740992.0") && prints(5e-323, "5e-323"));
  CHECK(prints(ldexp(1.0, -44), "5.684341886080802e-14"));  // a power of two at which %.16g and %.17g fail
  CHECK(prints((double)NAN, "nan") && prints(-(double)NAN, "nan"));
  CHECK(prints((double)INFINITY, "inf") && prints((double)-INFINITY, "-inf"));
}

static void repr_reads_back_at_every_power_of_two_and_for_random_patterns(void) {
  char text[REPR_BYTES];
  for (int e = -1074; e < 1024; e++) CHECK(strtod(double_repr(ldexp(1.0, e), text), NULL) == ldexp(1.0, e));
  Rng rng = {42};
  for (int i = 0; i < 20000; i++) {
    uint64_t pattern = (uint64_t)rng_random_u32(&rng) << 32;
    pattern |= rng_random_u32(&rng);
    double x;
    memcpy(&x, &pattern, sizeof x);
    if (!isfinite(x)) continue;
    CHECK(same(strtod(double_repr(x, text), NULL), x));
  }
}

static void fixed_numbers_have_no_sign_of_nan_and_fit_their_room(void) {
  char text[FIXED_BYTES];
  CHECK(strcmp(double_fixed(1.5, 4, text), "1.5000") == 0);
  CHECK(strcmp(double_fixed(-(double)NAN, 6, text), "nan") == 0);
  CHECK(strcmp(double_fixed((double)-INFINITY, 6, text), "-inf") == 0);
  CHECK(strlen(double_fixed(-1.7976931348623157e308, 6, text)) == 317);
}

// --- settings ---

static Config config;
static Text error;

static bool accepts(const char *name, const char *text) {
  text_clear(&error);
  bool set = config_set(&config, name, text, name, &error);
  CHECK(set == (error.length == 0));
  return set;
}

static bool reads(const char *text) { return accepts("lr", text) && same(config.lr, strtod(text, NULL)); }

static void settings_have_the_ranges_of_the_specification(void) {
  CHECK(accepts("seed", "18446744073709551615") && config.seed == UINT64_MAX);
  CHECK(!accepts("seed", "18446744073709551616") && !accepts("seed", "0") && !accepts("seed", "184467440737095516150"));
  CHECK(config.seed == UINT64_MAX);
  CHECK(accepts("n", "+0002") && config.n == 2 && accepts("n", "1000000") && !accepts("n", "1000001"));
  CHECK(accepts("steps", "-0") && config.steps == 0 && accepts("steps", "9223372036854775807"));
  CHECK(!accepts("steps", "9223372036854775808") && !accepts("steps", "-1"));
  CHECK(accepts("layers", "none") && config.layers.count == 0);
  CHECK(accepts("layers", "6,+5,1024") && config.layers.count == 3 && config.layers.size[2] == 1024);
  CHECK(!accepts("layers", "6,,5") && !accepts("layers", "1025") && config.layers.count == 3);
  CHECK(accepts("loss", "logsumexp") && config.loss == 1 && !accepts("loss", "no such") && config.loss == 1);
  CHECK(!accepts("nonsense", "1") && strcmp(error.bytes, "there is no setting 'nonsense'") == 0);
}

static void a_number_is_read_as_strtod_reads_it_and_nothing_else_is_read(void) {
  const char *good[] = {"0", "-0", "0.1", "+1e5", "1E-5", "123456789012345678901234567890", "1e308", "1e-400",
                        "2.2250738585072011e-308", "4.9e-324", "2.4703282292062327208e-324", "9007199254740993",
                        "0.000000000000000000000000000000000000000000000000001e51", "1.7976931348623157e308",
                        "17976931348623158e292", "1e-99999999999999999999", "0e99999999999999999999"};
  for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) CHECK(reads(good[i]));
  const char *bad[] = {"", ".1", "1.", "1e", "1e+", "nan", "inf", "0x1", "1_0", " 1", "1 ", "-1", "-1e-300",
                       "1e309", "1.7976931348623159e308", "1e99999999999999999999", "1..2", "1e5.0", "--1"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) CHECK(!accepts("lr", bad[i]));
}

int main(void) {
  config = config_default();
  seed_42_gives_the_numbers_of_the_specification();
  repr_is_pythons();
  repr_reads_back_at_every_power_of_two_and_for_random_patterns();
  fixed_numbers_have_no_sign_of_nan_and_fit_their_room();
  settings_have_the_ranges_of_the_specification();
  a_number_is_read_as_strtod_reads_it_and_nothing_else_is_read();
  config_free(&config);
  text_free(&error);
  return check_done();
}
