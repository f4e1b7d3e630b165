import Foundation

/// Ends this process when the one that started it is gone, whatever a library is doing at that moment.
enum ParentWatch {
  /// Starts to watch: standard input hangs up, and the parent is another one.
  ///
  /// Unlike `PR_SET_PDEATHSIG` it does not mistake the end of the parent's thread for that of the parent; and a pipe that
  /// was written and closed, as a shell does, is read to its end first.
  static func start() {
    let parent = getppid()
    Thread.detachNewThread {
      var entry = pollfd(fd: STDIN_FILENO, events: 0, revents: 0)
      while poll(&entry, 1, -1) < 0 && errno == EINTR {}
      while getppid() == parent { usleep(200_000) }
      _exit(0)
    }
  }
}
