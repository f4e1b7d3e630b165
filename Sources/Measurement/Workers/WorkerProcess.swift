import Foundation

/// A running worker and the line to it.
final class WorkerProcess {
  var identifier: Int32 { process.identifier }
  private(set) var isAlive = true
  /// Whether it was ended because it did not answer.
  private(set) var hasHung = false
  /// Why the process is gone.
  private var end: String?
  private var isHalted = false
  /// How many prepared products it holds.
  var products = 0
  private let process: ChildProcess
  private var channel: LineChannel { process.channel }

  /// Starts a worker.
  /// - Parameters:
  ///   - executable: the `assay` command.
  ///   - environment: what the library is to find on top of this process's environment.
  /// - Throws: `ProviderError` when the process cannot be started.
  init(executable: URL, order: WorkerOrder, environment: [String: String]) throws(ProviderError) {
    guard let order = try? JSONEncoder().encode(order) else {
      throw ProviderError("the worker's order cannot be written")
    }
    let arguments = [executable.path, "worker", "library", "--", String(decoding: order, as: UTF8.self)]
    process = try ChildProcess(
      arguments, environment: ProcessInfo.processInfo.environment.merging(environment) { $1 })
  }

  deinit { finish() }

  /// Sends a request and waits for the reply.
  /// - Parameter seconds: how long the worker may take before it counts as hanging and is ended.
  /// - Throws: `ProviderError` for a failure in the library, a crash or a hang.
  func ask(_ request: WorkerRequest, within seconds: Double) throws(ProviderError) -> WorkerReply {
    guard isAlive else { throw ProviderError(end ?? "its process has ended") }
    resume()
    channel.send(request)
    return try reply(within: seconds)
  }

  /// Sends what needs no reply; a halted worker reads it when it is next asked something.
  func tell(_ request: WorkerRequest) {
    if isAlive { channel.send(request) }
  }

  /// Waits for a reply.
  func reply(within seconds: Double) throws(ProviderError) -> WorkerReply {
    let reply: WorkerReply
    do throws(LineChannel.Silence) {
      reply = try channel.receive(WorkerReply.self, within: seconds)
    } catch {
      switch error {
      case .timedOut:
        hasHung = true
        kill("hung: no answer within \(Int(seconds.rounded(.up))) seconds")
      case .garbled: kill("its process wrote something of its own to the worker's channel")
      case .ended: waitForEnd()
      }
      throw ProviderError(end ?? "its process has ended")
    }
    if case .failed(let error) = reply { throw error }
    return reply
  }

  /// Halts the worker until it is asked again: threads that wait for work by spinning would take the processors from the
  /// next library. Should this process end meanwhile, the kernel ends the halted one too.
  func halt() {
    guard isAlive && !isHalted else { return }
    Foundation.kill(identifier, SIGSTOP)
    isHalted = true
  }

  private func resume() {
    guard isHalted else { return }
    Foundation.kill(identifier, SIGCONT)
    isHalted = false
  }

  /// Lets the worker end in order, for a moment: libraries leave files in /dev/shm when they are killed.
  private func finish() {
    guard isAlive else { return }
    resume()
    channel.send(WorkerRequest.finish)
    _ = try? channel.receive(WorkerReply.self, within: 0.2)
    kill("was ended")
  }

  private func kill(_ cause: String) {
    guard isAlive else { return }
    isAlive = false
    process.end()
    end = cause
  }

  /// Waits for the process to be gone, and notes why it is.
  private func waitForEnd() {
    isAlive = false
    end = process.causeOfEnd()
  }
}
