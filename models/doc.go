// Package models holds the rows that rightdoor keeps, what can change them,
// and the bridges from rows to the values that scoring works on.
//
// Every row belongs to a workspace, whose id leads its key. A fact is kept in
// the written form of scoring.Value, in one column each, because a fact may be
// a value or a range and may have a currency: "640", "201..500",
// "20000000..200000000 USD". Past facts, exports and replies share that form.
//
// The package knows gorm's tags and nothing else of gorm.
package models
