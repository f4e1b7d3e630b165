import CSystem
import Foundation

/// A program that this process has started, and the lines to and from it. It ends with this value.
///
/// Not Foundation's `Process`, which takes a tenth of a second to see that a process has ended.
final class ChildProcess {
  let identifier: Int32
  let channel: LineChannel
  private var input: Int32
  private let output: Int32
  /// What it says on standard error; -1 where that goes nowhere.
  private let errors: Int32
  private var isWaitedFor = false

  /// - Parameters:
  ///   - arguments: the program's path and its arguments.
  ///   - environment: all of its environment.
  ///   - keepsErrors: whether its standard error is kept for `lastWords`, and what it has started ends with it.
  /// - Throws: `ProviderError` when it cannot be started.
  init(
    _ arguments: [String], environment: [String: String], keepsErrors: Bool = false,
    longestLine: Int = 1 << 24
  )
    throws(ProviderError)
  {
    let errors = keepsErrors ? csystem_shared_memory(0) : -1
    self.errors = errors
    // Who writes to a program that has ended is to learn it, not to end too.
    signal(SIGPIPE, SIG_IGN)
    var (input, output): (Int32, Int32) = (-1, -1)
    identifier = Self.withCStrings(arguments) { arguments in
      Self.withCStrings(environment.map { "\($0)=\($1)" }) {
        csystem_spawn(arguments, $0, errors, &input, &output)
      }
    }
    guard identifier > 0 else {
      if errors >= 0 { close(errors) }
      throw ProviderError(
        "\(arguments[0]) could not be started: \(String(cString: strerror(errno)))",
        remedy: "raise what limits this process's files and processes (ulimit -n, ulimit -u)")
    }
    self.input = input
    self.output = output
    channel = LineChannel(input: output, output: input, longestLine: longestLine)
  }

  deinit {
    end()
    closeInput()
    close(output)
    if errors >= 0 { close(errors) }
  }

  /// Ends the program at once.
  func end() {
    if !isWaitedFor { kill(errors >= 0 ? -identifier : identifier, SIGKILL) }
    _ = causeOfEnd()
  }

  /// Ends the standard input of the program.
  func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }

  /// Waits for the program to end by itself.
  /// - Returns: whether it has.
  func hasEnded(within seconds: Double) -> Bool {
    let watch = Stopwatch()
    while !isWaitedFor {
      var information = siginfo_t()
      let flags = WEXITED | WNOHANG | WNOWAIT
      if waitid(P_PID, id_t(identifier), &information, flags) != 0 { return true }
      if information.si_signo == SIGCHLD { return true }
      if watch.seconds >= seconds { return false }
      usleep(5000)
    }
    return true
  }

  /// The last line that it wrote to standard error; `nil` where that was nothing or is not kept.
  var lastWords: String? {
    let length = errors >= 0 ? lseek(errors, 0, SEEK_END) : 0
    guard length > 0 else { return nil }
    var tail = [UInt8](repeating: 0, count: min(Int(length), 4096))
    let count = tail.withUnsafeMutableBytes {
      pread(errors, $0.baseAddress, $0.count, length - off_t($0.count))
    }
    return String(decoding: tail.prefix(max(0, count)), as: UTF8.self).split(whereSeparator: \.isNewline).last
      .map { String($0).printable }
  }

  /// Waits for the program to have ended.
  /// - Returns: how it did; `nil` when that is known already.
  func causeOfEnd() -> String? {
    var (signalled, code) = (false, Int32(0))
    guard !isWaitedFor else { return nil }
    isWaitedFor = true
    guard csystem_wait(identifier, &signalled, &code) else { return nil }
    return signalled ? "crashed (signal \(code))" : "ended its process (exit code \(code))"
  }

  /// Calls a function with an array of C strings that ends with a null pointer.
  private static func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { preconditionFailure("at least the null pointer is there") }
      return body(start)
    }
  }
}
