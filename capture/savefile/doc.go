// Package savefile reads and writes captures in files, whatever their format:
// pcapng, which keeps a recording whole, and pcap (pcap-savefile(5)), which
// keeps its packets.
//
//  1. [NewReader] tells the format by the first octets, through gzip,
//     zstd and lz4 too, and yields decoded packets, and calls where the file has them:
//     [Reader.Scan] where each lies in the read buffer, for files of any size,
//     [Reader.Fill] no more than their outlines, for very many of them, and
//     [Reader.Next] for keeping. [ReadAll] gathers them into a recording.
//  2. [NewWriter] writes entries as they come, in the format asked for.
package savefile
