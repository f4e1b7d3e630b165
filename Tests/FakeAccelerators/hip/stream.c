// Of libamdhip64: streams, events and graphs. Work is done when it is submitted; a stream says for a while that it is
// not ready, as a device would.
#define _GNU_SOURCE
#include "fake.h"
#include "state.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct node {
    struct node *next;
    fake_work *work;
    char data[];
};

struct graph {
    struct node *first, **last;
};

struct stream {
    struct graph *recording;
    int not_ready;
};

struct event {
    double seconds;
};

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int hipStreamCreateWithFlags(void **stream, unsigned flags) {
    (void)flags;
    *stream = calloc(1, sizeof(struct stream));
    return FAKE_SUCCESS;
}

int hipStreamDestroy(void *stream) {
    free(stream);
    return FAKE_SUCCESS;
}

int hipStreamQuery(void *stream) {
    struct stream *queried = stream;
    if (fake_vanished(false)) {
        return fake_error(FAKE_LAUNCH_FAILURE);
    }
    if (fake_wants("hang")) {
        return FAKE_NOT_READY;
    }
    return queried->not_ready > 0 && queried->not_ready-- > 0 ? FAKE_NOT_READY : FAKE_SUCCESS;
}

static int record(struct graph *graph, fake_work *work, const void *data, size_t bytes) {
    struct node *node = calloc(1, sizeof *node + bytes);
    if (node == NULL) {
        return fake_error(FAKE_OUT_OF_MEMORY);
    }
    node->work = work;
    memcpy(node->data, data, bytes);
    *graph->last = node;
    graph->last = &node->next;
    return FAKE_SUCCESS;
}

int fake_submit(void *stream, fake_work *work, const void *data, size_t bytes) {
    struct stream *used = stream;
    if (fake_vanished(false)) {
        return fake_error(FAKE_LAUNCH_FAILURE);
    }
    if (used->recording != NULL) {
        return record(used->recording, work, data, bytes);
    }
    work(data);
    used->not_ready = 2;
    return FAKE_SUCCESS;
}

int hipEventCreate(void **event) {
    *event = calloc(1, sizeof(struct event));
    return FAKE_SUCCESS;
}

int hipEventDestroy(void *event) {
    free(event);
    return FAKE_SUCCESS;
}

int hipEventRecord(void *event, void *stream) {
    (void)stream;
    ((struct event *)event)->seconds = seconds_now();
    return fake_vanished(false) ? fake_error(FAKE_LAUNCH_FAILURE) : FAKE_SUCCESS;
}

int hipEventElapsedTime(float *milliseconds, void *from, void *to) {
    *milliseconds = (float)(1e3 * (((struct event *)to)->seconds - ((struct event *)from)->seconds));
    return FAKE_SUCCESS;
}

int hipStreamBeginCapture(void *stream, int mode) {
    struct graph *graph = fake_wants("no-graph") ? NULL : calloc(1, sizeof *graph);
    (void)mode;
    if (graph == NULL) {
        return fake_error(FAKE_NOT_SUPPORTED);
    }
    graph->last = &graph->first;
    ((struct stream *)stream)->recording = graph;
    return FAKE_SUCCESS;
}

int hipStreamEndCapture(void *stream, void **graph) {
    *graph = ((struct stream *)stream)->recording;
    ((struct stream *)stream)->recording = NULL;
    return *graph == NULL ? fake_error(FAKE_CAPTURE_UNSUPPORTED) : FAKE_SUCCESS;
}

// Takes the nodes over: the graph itself is destroyed before.
int hipGraphInstantiate(void **executable, void *graph, void **error_node, char *log, size_t capacity) {
    struct graph *taken = calloc(1, sizeof *taken);
    (void)error_node, (void)log, (void)capacity;
    if (taken == NULL) {
        return fake_error(FAKE_OUT_OF_MEMORY);
    }
    taken->first = ((struct graph *)graph)->first;
    ((struct graph *)graph)->first = NULL;
    *executable = taken;
    return FAKE_SUCCESS;
}

int hipGraphLaunch(void *executable, void *stream) {
    int error = FAKE_SUCCESS;
    for (struct node *node = ((struct graph *)executable)->first; node != NULL && error == FAKE_SUCCESS;
         node = node->next) {
        if (fake_vanished(false)) {
            error = fake_error(FAKE_LAUNCH_FAILURE);
        } else {
            node->work(node->data);
        }
    }
    ((struct stream *)stream)->not_ready = 2;
    return error;
}

int hipGraphDestroy(void *graph) {
    struct node *node = ((struct graph *)graph)->first;
    while (node != NULL) {
        struct node *next = node->next;
        free(node);
        node = next;
    }
    free(graph);
    return FAKE_SUCCESS;
}

int hipGraphExecDestroy(void *executable) {
    return hipGraphDestroy(executable);
}
