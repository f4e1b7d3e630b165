import CSystem
import Foundation

/// A program that this process has started, and the lines to and from it. It ends with this value.
///
/// Not Foundation's `Process`, which takes a tenth of a second to see that a process has ended.
final class ChildProcess {
  let identifier: Int32
  let channel: LineChannel
  private let input: Int32
  private let output: Int32
  private var isWaitedFor = false

  /// - Parameters:
  ///   - arguments: the program's path and its arguments.
  ///   - environment: all of its environment.
  /// - Throws: `ProviderError` when it cannot be started.
  init(_ arguments: [String], environment: [String: String]) throws(ProviderError) {
    // Who writes to a program that has ended is to learn it, not to end too.
    signal(SIGPIPE, SIG_IGN)
    var (input, output): (Int32, Int32) = (-1, -1)
    identifier = Self.withCStrings(arguments) { arguments in
      Self.withCStrings(environment.map { "\($0)=\($1)" }) { csystem_spawn(arguments, $0, &input, &output) }
    }
    guard identifier > 0 else {
      throw ProviderError(
        "\(arguments[0]) could not be started: \(String(cString: strerror(errno)))",
        remedy: "raise what limits this process's files and processes (ulimit -n, ulimit -u)")
    }
    self.input = input
    self.output = output
    channel = LineChannel(input: output, output: input)
  }

  deinit {
    end()
    close(input)
    close(output)
  }

  /// Ends the program at once.
  func end() {
    if !isWaitedFor { kill(identifier, SIGKILL) }
    _ = causeOfEnd()
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
