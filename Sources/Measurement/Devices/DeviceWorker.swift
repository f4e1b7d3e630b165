import Foundation

/// A worker process that reaches devices, seen from the harness: requests and their answers.
public final class DeviceWorker {
  public let program: DeviceProgram
  let greeting: Greeting
  private let process: ChildProcess
  private var lastRequest = 0
  /// Why it can be asked nothing more.
  private(set) var end: DeviceError?
  /// Whether a new worker may do better: not where the device has vanished, nor where the last worker hung.
  private(set) var mayStartAnew = true
  /// Whether it was ended because it did not answer.
  private(set) var hasHung = false

  private let patience: Patience
  static let longestLine = 64 << 20

  /// How long a worker is waited for, in seconds.
  public struct Patience: Sendable {
    /// For its first line: a framework of several gigabytes may have to be loaded.
    public var greeting = 60.0
    /// For an answer, on top of ten times what the work should take.
    public var answer = 30.0

    public init() {}
  }

  /// Starts a worker and reads its first line.
  /// - Parameter assay: the `assay` command, which hosts what is a library.
  /// - Throws: `DeviceError` when it cannot be started, does not answer or speaks another version.
  init(_ program: DeviceProgram, assay: URL, patience: Patience = Patience()) throws(DeviceError) {
    self.program = program
    self.patience = patience
    do {
      process = try ChildProcess(
        program.arguments(assay: assay), environment: ProcessInfo.processInfo.environment, keepsErrors: true,
        longestLine: Self.longestLine)
    } catch { throw DeviceError(.unsupported, error.description) }
    let line: Data
    do throws(LineChannel.Silence) { line = try process.channel.line(within: patience.greeting) } catch {
      throw Self.error(
        of: process, error, "its first line", patience.greeting,
        hint: "a worker writes a greeting at once (docs/worker-protocol.md)")
    }
    guard let greeting = try? JSONDecoder().decode(Greeting.self, from: line) else {
      process.end()
      throw DeviceError(
        .failed,
        "its first line is no greeting of a worker: '\(String(decoding: line.prefix(80), as: UTF8.self))'")
    }
    guard greeting.version == Greeting.currentVersion else {
      process.end()
      throw DeviceError(
        .unsupported,
        "it speaks version \(greeting.version) of the worker protocol, and this assay version \(Greeting.currentVersion)"
      )
    }
    self.greeting = greeting
  }

  deinit { finish() }

  var isAlive: Bool { end == nil }
  /// How long a device may take to be opened: its framework tries what it can multiply.
  var patienceForOpening: Double { patience.greeting }
  var identifier: Int32 { process.identifier }

  /// Asks and waits for the answer.
  /// - Parameter seconds: how long the work itself may take, on top of the patience.
  /// - Throws: `DeviceError`: the worker's own, or of kind `gone` when it has ended, hung or answered something else.
  func ask<Request: DeviceRequest>(_ request: Request, within seconds: Double = 0) throws(DeviceError)
    -> Request.Answer
  {
    if let end { throw end }
    lastRequest += 1
    guard let line = try? JSONEncoder().encode(RequestLine(id: lastRequest, request: request)) else {
      throw DeviceError(.failed, "the request '\(Request.verb)' cannot be written as JSON")
    }
    let patience = patience.answer + seconds
    guard process.channel.send(line: line, within: patience) else {
      throw close(.ended, Request.verb, patience)
    }
    let reply: Data
    do throws(LineChannel.Silence) { reply = try process.channel.line(within: patience) } catch {
      throw close(error, Request.verb, patience)
    }
    guard let answer = try? JSONDecoder().decode(ReplyLine<Request.Answer>.self, from: reply) else {
      throw confused(Request.verb, reply)
    }
    if let error = answer.error {
      if error.kind == .gone {
        end = error
        mayStartAnew = false
      }
      throw error
    }
    guard answer.id == lastRequest, let ok = answer.ok else { throw confused(Request.verb, reply) }
    return ok
  }

  /// Sends a line as it is, such as Assay itself never does, and waits for one.
  /// - Throws: `DeviceError` of kind `gone` when there is none.
  func exchange(line: Data) throws(DeviceError) -> Data {
    if let end { throw end }
    guard process.channel.send(line: line, within: patience.answer) else {
      throw close(.ended, "a line", patience.answer)
    }
    do throws(LineChannel.Silence) { return try process.channel.line(within: patience.answer) } catch {
      throw close(error, "a line", patience.answer)
    }
  }

  /// Ends its standard input, and waits for it to end by itself.
  /// - Returns: how it ended, and what it wrote to standard output that nobody had asked for.
  func endOfInput(within seconds: Double) -> (cause: String?, unasked: Data?) {
    process.closeInput()
    return ending(within: seconds)
  }

  /// Asks it to end, and waits for that.
  /// - Throws: `DeviceError` where it does not answer.
  /// - Returns: how it ended, and what it wrote to standard output that nobody had asked for.
  func endInOrder(within seconds: Double) throws(DeviceError) -> (cause: String?, unasked: Data?) {
    _ = try ask(EndRequest())
    return ending(within: seconds)
  }

  /// - Returns: `nil` as the cause where it had to be ended.
  private func ending(within seconds: Double) -> (cause: String?, unasked: Data?) {
    let unasked = try? process.channel.line(within: seconds)
    let hasEnded = process.hasEnded(within: seconds)
    let cause = hasEnded ? process.causeOfEnd() : nil
    process.end()
    end = DeviceError(.gone, "it was ended")
    return (cause, unasked)
  }

  /// Lets the worker end in order, for a moment, and then at once.
  func finish() {
    guard isAlive else { return }
    lastRequest += 1
    if let line = try? JSONEncoder().encode(RequestLine(id: lastRequest, request: EndRequest())),
      process.channel.send(line: line, within: 0.1)
    {
      _ = try? process.channel.line(within: 0.5)
    }
    end = DeviceError(.gone, "it was ended")
    process.end()
  }

  private func confused(_ verb: String, _ reply: Data) -> DeviceError {
    let start = String(decoding: reply.prefix(80), as: UTF8.self)
    process.end()
    let error = DeviceError(
      .gone, "its worker answered '\(verb)' with something else than was asked: '\(start)'")
    end = error
    return error
  }

  private func close(_ silence: LineChannel.Silence, _ verb: String, _ patience: Double) -> DeviceError {
    if silence == .timedOut { (mayStartAnew, hasHung) = (false, true) }
    let error = Self.error(of: process, silence, "'\(verb)'", patience, hint: nil)
    end = error
    return error
  }

  private static func error(
    of process: ChildProcess, _ silence: LineChannel.Silence, _ awaited: String, _ patience: Double,
    hint: String?
  ) -> DeviceError {
    switch silence {
    case .timedOut:
      process.end()
      return DeviceError(
        .gone, "its worker hung: no answer to \(awaited) within \(Int(patience.rounded(.up))) seconds")
    case .garbled:
      process.end()
      return DeviceError(.gone, "its worker's answer to \(awaited) is longer than \(longestLine >> 20) MiB")
    case .ended where !process.hasEnded(within: 2):
      process.end()
      return DeviceError(
        .gone,
        "its worker lives on, and took no request or closed its standard output, instead of an answer to \(awaited)"
      )
    case .ended:
      let cause = process.causeOfEnd() ?? "ended"
      let parts = ["its worker \(cause) instead of an answer to \(awaited)", process.lastWords, hint]
      return DeviceError(.gone, parts.compactMap { $0 }.joined(separator: ": "))
    }
  }
}
