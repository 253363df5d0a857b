// Package importer turns files of accounts, contacts and signals into changes
// to record: a CRM's export, a data vendor's list, a table somebody keeps.
//
// The header is matched once to a vendor's dialect (dialects/*.tsv); then every
// row is read by itself, from CSV with commas, semicolons, tabs or bars, in
// UTF-8, UTF-16 or Windows-1252.
//
// It guarantees that nothing in a file stops the rest of it: a cell that
// cannot be read is reported with its line and column and the row keeps its
// other facts, a row that says nothing of use is reported and skipped, and a
// quote that is never closed costs its own line only. Memory does not grow
// with the file. Every change names a company by domain or name.
//
// It does not guess facts, does not ask anybody, and does not write: changes
// go to a Sink in batches. When the sink fails or the program stops midway the
// batches before are in, and the same file can be imported again from its
// start, because recording a change twice changes nothing.
package importer
