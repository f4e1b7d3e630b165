import Foundation

/// The other end of a `DeviceWorker` for a plug-in: a process that speaks docs/worker-protocol.md for a shared library.
///
/// Nothing that it is sent ends it but `end` and the end of its input.
public final class DeviceServer {
  private let channel: LineChannel
  /// The plug-in, or why there is none.
  private let plugIn: Result<PlugIn, DeviceError>
  private let library: String
  private var device: HostedDevice?

  /// Serves on standard input and output until it is told to end or the input ends.
  ///
  /// What the library itself prints goes to standard error.
  /// - Parameter library: the name of a plug-in that Assay has itself, or the path of a shared library.
  /// - Returns: whether it ended in order.
  public static func serve(library: String) -> Bool {
    signal(SIGINT, SIG_IGN)
    signal(SIGTERM, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    let output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    dup2(STDERR_FILENO, STDOUT_FILENO)
    ParentWatch.start()
    let channel = LineChannel(input: STDIN_FILENO, output: output, longestLine: DeviceWorker.longestLine)
    return DeviceServer(channel, library: library).run()
  }

  init(_ channel: LineChannel, library: String) {
    self.channel = channel
    self.library = library
    plugIn = Result { () throws(DeviceError) in try PlugIn(library: library) }
  }

  /// Greets, then answers requests.
  /// - Returns: false where the other side cannot be reached.
  private func run() -> Bool {
    guard let greeting = try? JSONEncoder().encode(greeting), channel.send(line: greeting) else {
      return false
    }
    while true {
      let (reply, isLast): (Data, Bool)
      do throws(LineChannel.Silence) {
        let line = try channel.line(within: nil)
        let head = RequestHead(line: line)
        reply = self.reply(to: line, head)
        isLast = head.verb == EndRequest.verb && head.id != nil
      } catch {
        // What is longer than any line may be is read over.
        guard error == .garbled, (try? channel.skipLine()) != nil else { return true }
        reply = Self.line(
          nil, DeviceError(.failed, "a line is at most \(DeviceWorker.longestLine >> 20) MiB"))
        isLast = false
      }
      guard channel.send(line: reply) else { return false }
      if isLast { return true }
    }
  }

  private var greeting: Greeting {
    let fileName = URL(fileURLWithPath: library).lastPathComponent
    do throws(DeviceError) {
      let plugIn = try plugIn.get()
      let count = try plugIn.count()
      return Greeting(
        version: Greeting.currentVersion, name: plugIn.name, libraryVersion: plugIn.version,
        devices: (0..<count).map { description(plugIn, $0) },
        reason: count == 0 ? "\(plugIn.name) sees no device" : nil)
    } catch {
      return Greeting(
        version: Greeting.currentVersion, name: (try? plugIn.get())?.name ?? fileName, libraryVersion: nil,
        devices: [],
        reason: error.message)
    }
  }

  /// A device that cannot be described is told of all the same: that it is there, and cannot be used, is to be seen.
  private func description(_ plugIn: PlugIn, _ number: Int) -> DeviceDescription {
    let id = "\(Self.kind(plugIn)):\(number)"
    do throws(DeviceError) {
      return DeviceDescription(try plugIn.describe(number), id: id, telemetry: plugIn.hasTelemetry)
    } catch {
      return DeviceDescription(id: id, name: "not told: \(error.message)")
    }
  }

  /// What stands before the colon of a device's id.
  private static func kind(_ plugIn: PlugIn) -> String {
    let kind = plugIn.name.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return kind.isEmpty ? "device" : String(kind.prefix(32))
  }

  private func number(_ plugIn: PlugIn, of id: String) throws(DeviceError) -> Int {
    let prefix = Self.kind(plugIn) + ":"
    let count = try plugIn.count()
    guard let number = (0..<count).first(where: { id == "\(prefix)\($0)" }) else {
      throw DeviceError(.failed, "there is no device '\(id)'")
    }
    return number
  }

  private func open(_ request: OpenRequest) throws(DeviceError) -> OpenRequest.Answer {
    let plugIn = try plugIn.get()
    let number = try number(plugIn, of: request.device)
    guard device == nil else { throw DeviceError(.failed, "a device is open: a worker opens one, once") }
    let device = try HostedDevice(plugIn, device: number)
    self.device = device
    return .init(variants: device.variants, missing: device.missing)
  }

  private func telemetry(_ request: TelemetryRequest) throws(DeviceError) -> DeviceTelemetry {
    let plugIn = try plugIn.get()
    return DeviceTelemetry(try plugIn.telemetry(try number(plugIn, of: request.device)))
  }

  private func bandwidth(_ request: BandwidthRequest) throws(DeviceError) -> BandwidthRequest.Answer {
    var peer: Int?
    if let id = request.peer { peer = try number(try plugIn.get(), of: id) }
    return try opened().bandwidth(request, peer: peer)
  }

  private func opened() throws(DeviceError) -> HostedDevice {
    guard let device else { throw DeviceError(.failed, "no device is open: 'open' comes first") }
    return device
  }

  private func reply(to line: Data, _ head: RequestHead) -> Data {
    func answer<Request: DeviceRequest>(
      _: Request.Type, _ body: (Request) throws(DeviceError) -> Request.Answer
    )
      -> Data
    {
      do throws(DeviceError) {
        return Self.line(head.id, ok: try body(try RequestHead.decoded(Request.self, line)))
      } catch { return Self.line(head.id, error) }
    }
    switch head.id == nil ? nil : head.verb {
    case OpenRequest.verb: return answer(OpenRequest.self, open)
    case PrepareRequest.verb:
      return answer(PrepareRequest.self) { request throws(DeviceError) in try opened().prepare(request) }
    case FlipRequest.verb:
      return answer(FlipRequest.self) { request throws(DeviceError) in try opened().flip(request) }
    case RunRequest.verb:
      return answer(RunRequest.self) { request throws(DeviceError) in try opened().run(request) }
    case RowsRequest.verb:
      return answer(RowsRequest.self) { request throws(DeviceError) in try opened().rows(request) }
    case CheckRequest.verb:
      return answer(CheckRequest.self) { request throws(DeviceError) in try opened().check(request) }
    case MultiplyRequest.verb:
      return answer(MultiplyRequest.self) { request throws(DeviceError) in try opened().multiply(request) }
    case BandwidthRequest.verb: return answer(BandwidthRequest.self, bandwidth)
    case TelemetryRequest.verb: return answer(TelemetryRequest.self, telemetry)
    case ReleaseRequest.verb:
      return answer(ReleaseRequest.self) { request throws(DeviceError) in try opened().release(request) }
    case EndRequest.verb: return Self.line(head.id, ok: Done())
    case let verb?: return Self.line(head.id, DeviceError(.failed, "there is no request '\(verb)'"))
    case nil:
      return Self.line(
        head.id, DeviceError(.failed, "not a request: a line holds a JSON object with 'id' and 'do'"))
    }
  }

  private static func line<Answer: Codable>(_ id: Int?, ok: Answer) -> Data {
    do { return try JSONEncoder().encode(ReplyLine(id: id, ok: ok)) } catch {
      return line(id, DeviceError(.failed, "the answer holds what JSON cannot tell: \(error)"))
    }
  }

  private static func line(_ id: Int?, _ error: DeviceError) -> Data {
    // A number and two strings: there is nothing that could not be encoded.
    (try? JSONEncoder().encode(ReplyLine<Done>(id: id, error: error))) ?? Data("{}".utf8)
  }
}
