// First of a kernel's text, where the adapter has subgroups: rows are handed round a quad (narrow/rows.wgsl, gradient-tile.wgsl).
// Swaps stand in loops whose ends are the same for all four of a quad, which the analysis of uniformity cannot see.
enable subgroups;
diagnostic(off, subgroup_uniformity);
