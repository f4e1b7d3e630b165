/// System calls that Swift's import of the C library leaves out. Linux; elsewhere every function says that it cannot.
#ifndef CSYSTEM_H
#define CSYSTEM_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Makes memory that another process of the same user can open as `/proc/PID/fd/N` and map. Pages are taken when they
/// are first written. The descriptor is closed on exec.
///
/// - Returns: The descriptor, or -1 with `errno` set.
int csystem_shared_memory(size_t byte_count);

/// Forbids that memory of `csystem_shared_memory` be mapped anew for writing, or shrunk; who has it writable keeps it so.
///
/// - Returns: false if the kernel (before Linux 5.1) cannot.
bool csystem_seal(int descriptor);

/// Forbids the calling process, for good, to start another one, to run another program and to look into another's memory.
/// It can still start threads.
///
/// - Returns: false if the system refuses or has no such means.
bool csystem_forbid_processes(void);

/// Restricts the calling thread, and what it starts from now on, to the last `count` processors that it may use: the first
/// ones serve most interrupts.
///
/// - Parameter count: At least 1; more than there are changes nothing.
/// - Returns: false if the system refuses.
bool csystem_restrict_processors(int count);

/// The processor time, in seconds, that all threads of a process have used.
///
/// - Returns: -1 if there is no such process or its time cannot be read.
double csystem_processor_seconds(int process);

/// Starts a program with pipes for its standard input and output.
///
/// - Parameters:
///   - arguments: The program's path and its arguments, ending with NULL.
///   - variables: Its environment as `NAME=VALUE`, ending with NULL.
///   - errors: Where its standard error goes, and then it leads a process group of its own; nowhere if -1.
///   - input: Receives the descriptor that its standard input is written to; closed on exec.
///   - output: Receives the descriptor that its standard output is read from; closed on exec.
/// - Returns: The process, or -1 with `errno` set.
int csystem_spawn(char *const arguments[], char *const variables[], int errors, int *input, int *output);

/// Has the kernel end the calling process when its parent ends, however that happens and even while this one is halted.
void csystem_end_with_parent(void);

/// Waits for a child to end.
///
/// - Parameters:
///   - signalled: Receives whether a signal ended it.
///   - code: Receives the signal, or the exit code.
/// - Returns: false if it is no child of this process.
bool csystem_wait(int process, bool *signalled, int *code);

#ifdef __cplusplus
}
#endif

#endif
