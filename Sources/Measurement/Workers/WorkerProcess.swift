import Foundation

/// A running worker and the line to it.
final class WorkerProcess {
  private let process = Process()
  private let requests = Pipe()
  private let replies = Pipe()
  private let channel: LineChannel

  /// Starts a worker.
  /// - Parameters:
  ///   - executable: the `assay` command.
  ///   - environment: what the library is to find on top of this process's environment.
  /// - Throws: `ProviderError` when the process cannot be started.
  init(executable: URL, order: WorkerOrder, environment: [String: String]) throws(ProviderError) {
    channel = LineChannel(
      input: replies.fileHandleForReading.fileDescriptor, output: requests.fileHandleForWriting.fileDescriptor
    )
    do {
      process.executableURL = executable
      process.arguments = ["worker", "--", String(decoding: try JSONEncoder().encode(order), as: UTF8.self)]
      process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      process.standardInput = requests
      process.standardOutput = replies
      process.standardError = FileHandle.nullDevice
      try process.run()
    } catch { throw ProviderError("no worker process could be started: \(error.localizedDescription)") }
  }

  deinit {
    kill()
  }

  var identifier: Int32 { process.processIdentifier }
  private(set) var isAlive = true

  /// Sends a request and waits for the reply.
  /// - Parameter seconds: how long the worker may take before it counts as hanging and is ended.
  /// - Throws: `ProviderError` for a failure in the library, a crash or a hang.
  func ask(_ request: WorkerRequest, within seconds: Double) throws(ProviderError) -> WorkerReply {
    guard isAlive else { throw ProviderError("its process has ended") }
    Foundation.kill(identifier, SIGCONT)
    channel.send(request)
    return try reply(within: seconds)
  }

  /// Waits for a reply, then halts the worker until it is asked again: threads that wait for work by spinning would take
  /// the processors from the next library. Should this process end meanwhile, the kernel ends the halted one too
  /// (POSIX, orphaned process groups).
  func reply(within seconds: Double) throws(ProviderError) -> WorkerReply {
    let reply: WorkerReply
    do throws(LineChannel.Silence) {
      reply = try channel.receive(WorkerReply.self, within: seconds)
    } catch {
      switch error {
      case .timedOut:
        kill()
        throw ProviderError("hung: no answer within \(Int(seconds.rounded(.up))) seconds")
      case .garbled:
        kill()
        throw ProviderError("its process wrote something of its own to the worker's channel")
      case .ended:
        throw ProviderError(cause)
      }
    }
    Foundation.kill(identifier, SIGSTOP)
    if case .failed(let error) = reply { throw error }
    return reply
  }

  /// Why the process is gone.
  private var cause: String {
    isAlive = false
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
      ? "crashed (signal \(process.terminationStatus))"
      : "ended its process (exit code \(process.terminationStatus))"
  }

  private func kill() {
    guard isAlive else { return }
    isAlive = false
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
