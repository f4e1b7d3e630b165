import ChipDB
import Foundation

/// A small, sound set of tables in a folder of its own, which is removed with the value that owns it.
final class SyntheticTables {
  let directory: String

  init() throws {
    directory = NSTemporaryDirectory() + "assay-chipdb-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    for (table, content) in Self.sound { try write(content, to: table) }
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  func path(_ table: String) -> String { "\(directory)/\(table).csv" }

  func write(_ content: String, to table: String) throws { try write(Data(content.utf8), to: table) }

  func write(_ content: Data, to table: String) throws {
    try content.write(to: URL(fileURLWithPath: path(table)))
  }

  /// Adds lines and returns the number of the first of them.
  @discardableResult
  func append(_ lines: String..., to table: String) throws -> Int {
    let content = try String(contentsOfFile: path(table), encoding: .utf8)
    try write(content + lines.map { $0 + "\n" }.joined(), to: table)
    return content.split(separator: "\n").count + 1
  }

  func load() throws(ChipDBError) -> ChipDatabase { try ChipDatabase.load(directory: directory) }

  /// Why the tables cannot be loaded, if they cannot.
  func error() -> ChipDBError? {
    do throws(ChipDBError) {
      _ = try load()
      return nil
    } catch { return error }
  }

  private static let sound = [
    "sources": """
    id,title,publisher,url,date,kind,retrieved,licence,note
    maker,Datasheet,Maker,https://example.org/d,2024-01-02,datasheet,2024-02-03,,
    press,Article,Press,,,press,2024-02-03,,

    """,
    "chips": """
    id,name,aliases,vendor,country,kind,form_factor,released,status,data_centre,node_nm,non_planar,package,source,note
    alpha-1,Maker Alpha 1,Alpha One;阿尔法,Maker,US,gpu,sxm,2022-03-04,released,yes,5,yes,,maker,
    beta-2,Maker Beta 2,,Maker,CN,npu,,,announced,,,,,press,
    core-64,Maker Core 64+,,Maker,US,cpu,socket,2023-01-01,released,yes,5,yes,,maker,

    """,
    "throughput": """
    chip,precision,unit,tops,sparse_factor,source,grade,as_of,note
    alpha-1,fp16,matrix,1000,2,maker,primary,2024-01-02,
    alpha-1,fp16,vector,100,,maker,primary,2024-01-02,

    """,
    "dies": "chip,die,count,area_mm2,node_nm,role,non_planar,source,grade,note\n",
    "memory": "chip,type,quantity,value,source,grade,note\n",
    "interconnect": "chip,link,bandwidth_gbps,source,grade,note\n",
    "power": "chip,watts,kind,source,grade,note\nalpha-1,700,tdp,maker,primary,\n",
    "price": "chip,usd,kind,source,grade,as_of,note\n",
    "device_ids": "chip,scheme,device_id,source,grade,note\n",
    "measurements": "chip,precision,unit,tops,quantity,conditions,source,grade,as_of,note\n",
    "traps": "chip,quantity,value,kind,source,note\n",
    "nodes": "node_nm,first_product_date,source,note\n5,2020-09-15,press,\n",
    "cpus": "chip,microarchitecture,cores,base_ghz,boost_ghz,source,grade,note\n",
    "microarchitectures": """
    id,name,vendor,isa,example,source,grade,note
    core-a,Core A,Maker,x86-64,Core 64+,maker,primary,
    core-b,Core B,Maker,aarch64,,press,secondary,

    """,
    "ops_per_cycle": """
    microarchitecture,precision,unit,instruction,ops_per_cycle_per_core,source,grade,note
    core-a,fp32,vector,VFMADD231PS,64,maker,primary,
    core-a,bf16,vector,VDPBF16PS,128,maker,primary,
    core-a,bf16,matrix,TDPBF16PS,2048,press,secondary,

    """,
    "cpuids": """
    vendor,family,model_low,model_high,stepping_low,stepping_high,microarchitecture,codename,source,grade,note
    GenuineIntel,6,10,12,0,4,core-a,First,maker,primary,
    0x41,,3392,3392,,,core-b,Second,maker,primary,

    """,
    "equivalences": """
    id,name,basis,precisions,constant,unit,reference,source,note
    by-tpp,TPP,tpp,,16000,TPP,Alpha One,maker,
    by-rate,Rate,dense-tops,fp16,1000,TOP/s,Alpha One,maker,
    by-memory,Memory,memory-bandwidth,,3000,GB/s,Alpha One,maker,
    by-link,Link,interconnect,,600,GB/s,Alpha One,maker,
    by-mix,Mix,mixed,,,reference chips,Alpha One,press,

    """,
    "equivalence_phases": """
    definition,phase,share,compute,bandwidth,intensity,source,note
    by-mix,training,0.25,by-rate,,,press,
    by-mix,decode,0.75,,by-memory,,press,

    """,
    "systems": """
    id,name,aliases,vendor,country,chip,count,link,status,source,note
    pod-8,Maker Pod 8,Pod of Eight,Maker,US,alpha-1,8,,released,maker,

    """,
    "system_figures": """
    system,quantity,precision,value,source,grade,note
    pod-8,power_kw,,10,press,secondary,

    """,
    "yardsticks": """
    id,value,unit,source,note
    gemm-efficiency-lowest,0.5,share of peak,press,
    gemm-efficiency-highest,0.9,share of peak,press,
    material-difference,0.02,relative,press,
    training-days-usual,180,days,press,
    training-operations-efficient,1e28,operations,press,
    training-operations-latency,1e31,operations,press,

    """,
    "utilisation": """
    run,name,quantity,value,precision,chip,source,grade,note
    run-a,Run A,mfu,0.4,bf16,alpha-1,maker,primary,
    run-a,Run A,effective,0.3,bf16,alpha-1,press,secondary,
    run-b,Run B,mfu,0.5,,,press,secondary,

    """,
  ]
}
