#define _GNU_SOURCE
#include "fake.h"
#include "state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Thread_local struct fake_state state;

struct fake_state *fake_state(void) {
    return &state;
}

void fake_hip_behave(const char *words) {
    const size_t allocated = state.allocated;
    memset(&state, 0, sizeof state);
    state.allocated = allocated;
    state.is_set = words != NULL;
    snprintf(state.words, sizeof state.words, "%s", words == NULL ? "" : words);
}

size_t fake_hip_allocated(void) {
    return state.allocated;
}

// The text behind a word of the list, at its "=" or its end; NULL if it is not there.
static const char *find(const char *word) {
    const char *environment = getenv("FAKE_HIP");
    const char *list = state.is_set ? state.words : environment == NULL ? "" : environment;
    const size_t length = strlen(word);
    while (*list != '\0') {
        const size_t item = strcspn(list, ",");
        if (strncmp(list, word, length) == 0 && (item == length || list[length] == '=')) {
            return list + length;
        }
        list += item + (list[item] == ',');
    }
    return NULL;
}

bool fake_wants(const char *word) {
    return find(word) != NULL;
}

long fake_number(const char *word, long otherwise) {
    const char *text = find(word);
    return text == NULL || *text != '=' ? otherwise : strtol(text + 1, NULL, 10);
}

bool fake_vanished(bool launching) {
    // The first products are computed, those after them no more.
    enum { LAUNCHES_BEFORE = 3 };
    if (launching && fake_wants("vanish")) {
        state.launches++;
    }
    return state.launches > LAUNCHES_BEFORE;
}

int fake_count_product(void) {
    return state.products++;
}

const struct fake_model *fake_model(void) {
    static const struct fake_model mi300x = {"FakeHIP MI300X", "gfx942:sramecc+:xnack-", 304, 0x74a1};
    static const struct fake_model xcd = {"FakeHIP MI300X", "gfx942:sramecc+:xnack-", 38, 0x74a1};
    static const struct fake_model mi250 = {"FakeHIP MI250X/MI250", "gfx90a:sramecc+:xnack-", 104, 0x740c};
    static const struct fake_model mi355x = {"FakeHIP MI355X", "gfx950:sramecc+:xnack-", 256, 0x75a3};
    return fake_wants("dual-die") || fake_wants("gfx90a") ? &mi250
           : fake_wants("gfx950")                         ? &mi355x
           : fake_wants("cpx")                            ? &xcd
                                                          : &mi300x;
}

size_t fake_memory(void) {
    return (size_t)(fake_wants("oom") ? 1 : fake_number("memory", 4096)) << 20;
}

int fake_devices(void) {
    return (int)fake_number("devices", fake_wants("dual-die") ? 2 : fake_wants("cpx") ? 8 : 1);
}

unsigned fake_bus(int device) {
    return fake_wants("cpx") ? 0xc1 : 0xc1 + 4 * (unsigned)device;
}

unsigned fake_function(int device) {
    return fake_wants("cpx") ? (unsigned)device : 0;
}
