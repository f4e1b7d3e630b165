import ArgumentParser
import Foundation
import Measurement

/// Further programs that reach accelerators.
struct WorkerOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Further programs that reach accelerators: a Python script, a shared library or a program that speaks the worker protocol.",
      valueName: "file"))
  var worker: [String] = []

  func validate() throws {
    if worker.contains("") { throw ValidationError("--worker '': give the file of a program") }
  }

  /// Asks the built-in interfaces and the named programs which accelerators they reach.
  /// - Throws: `CommandFailure` for a file that is not there or cannot be run.
  func catalogue() throws -> DeviceCatalogue {
    var programs = DeviceProgram.builtIns
    for path in worker {
      do throws(DeviceError) {
        let program = try DeviceProgram(path: path)
        if !programs.contains(program) { programs.append(program) }
      } catch {
        throw CommandFailure(
          status: .unsupported,
          message: "--worker \(error.message); docs/worker-protocol.md says what such a program is")
      }
    }
    return DeviceCatalogue.open(programs, assay: Worker.executable)
  }
}

/// What to measure: the host's processor, or accelerators.
struct DeviceOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "What to measure: cpu (this host's processor, the default), all (every accelerator), or some of those that `assay devices` lists, by id or kind, e.g. cuda:0 or hip.",
      valueName: "name"))
  var device: [String] = []

  @OptionGroup var workers: WorkerOptions

  /// The name of the host's processor.
  private static let host = "cpu"
  /// The name of every accelerator.
  private static let all = "all"

  /// Whether accelerators are to be measured, and not the host's processor.
  var areNamed: Bool { !isHostNamed && !device.isEmpty }

  private var isHostNamed: Bool { device.contains(Self.host) }

  func validate() throws {
    if device.contains("") {
      throw ValidationError("--device '': give cpu, all, or a name that `assay devices` lists")
    }
    if isHostNamed && device.contains(where: { $0 != Self.host }) {
      throw ValidationError(
        "--device names cpu and accelerators: one would slow the other down, so measure them in two runs")
    }
    if !areNamed && !workers.worker.isEmpty {
      throw ValidationError("--worker reaches accelerators: say which to measure, e.g. --device all")
    }
  }

  /// The accelerators that are meant, among those that there are.
  /// - Throws: `CommandFailure` when there are none or a program is not there, `ValidationError` for an unknown name.
  func found() throws -> (devices: [DeviceCatalogue.Found], catalogue: DeviceCatalogue) {
    let catalogue = try workers.catalogue()
    for name in device {
      do throws(DeviceError) { _ = try catalogue.devices(named: [name]) } catch {
        // What a program without devices could have had is not misspelt: this host does not have it.
        let isMissing =
          name == Self.all
          || catalogue.absent.contains {
            name == $0.name || name.hasPrefix($0.name + ":") || name.hasPrefix($0.name + "/")
          }
        if !isMissing { throw ValidationError(error.message) }
        throw CommandFailure(status: .unsupported, message: error.message)
      }
    }
    return (try catalogue.devices(named: device), catalogue)
  }
}
