/**
 * The page's state, nested by concern, and the actions that change it. The initial state and the update function are in
 * state.js.
 */

/** @typedef {import("../protocol/messages.js").EngineName} EngineName */
/** @typedef {import("../protocol/messages.js").Config} Config */
/** @typedef {import("../protocol/messages.js").Point} Point */
/** @typedef {import("../protocol/messages.js").Snapshot} Snapshot */
/** @typedef {import("../protocol/verbs.js").Graph} Graph */
/** @typedef {import("./history.js").History} History */
/** @typedef {import("./walk.js").Unit} Unit */
/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("./compare.js").Compare} Compare */
/** @typedef {import("./queries.js").QueryName} QueryName */
/** @typedef {import("./arrange.js").PanelId} PanelId */
/** @typedef {import("./queries.js").Answer} Answer */
/** @typedef {import("./code/files.js").Files} Files */
/** @typedef {import("./code/files.js").FileName} FileName */

/** An engine's startup status; `boot` says how it started, `told` that the reader knows of it, `reason` and `details` why an engine failed.
 * @typedef {{
 *   phase: "loading" | "ready" | "failed", loaded: number, total: number, reason: string, details: string, boot?: Boot, told?: boolean,
 * }} EngineStatus
 * @typedef {import("../protocol/messages.js").Boot} Boot
 */

/** The place in the plane whose graph is shown; `id` is that of its point, or null.
 * @typedef {{id: number | null, x: number, y: number, label: number}} Probe */

/** The place on the plane under the pointer or the keyboard cursor; `id` is that of the point there, or null.
 * @typedef {{x: number, y: number, id: number | null}} Place */

/** A graph with the state in which it was traced, asked for at time `at`. @typedef {{
 *   graph: Graph, snapshot: Snapshot, probe: Probe, config: Config, engine: EngineName, at: number,
 * }} TracedGraph */

/**
 * The decision boundary, begun at time `at` and computed in `ms`, with the parameters that `of` holds. snapshot is the
 * page's own object of that state, or null if the parameters changed before it was finished.
 * @typedef {{
 *   probabilities: Float64Array, columns: number, rows: number, snapshot: Snapshot | null, of: Snapshot, config: Config,
 *   ms: number, at: number,
 * }} Surface
 */

/** A message to the user; `kind` decides which buttons come with it.
 * @typedef {{kind: "error" | "info" | "data" | "limit" | "nonfinite" | "update" | "updating", text: string}} Notice */

/** What every engine's session should hold. Compared by identity: every change makes a new object.
 * @typedef {object} SessionState
 * @property {Config} config the settings in force
 * @property {Point[]} points all points, in the order of their ids
 * @property {Snapshot | null} snapshot the training state; null until the first engine has started
 */

/** A run that was read, and what to say of it. @typedef {{saved: import("./state.js").Saved, text: string}} Brought */

/** Where the run is and where it is going.
 * @typedef {object} RunState
 * @property {{config: Config, keepPoints: boolean, steps?: number} | null} starting the run that an engine is asked to start, and the steps to make at once
 * @property {number | null} target the step that the run is replayed to, from the checkpoint before it
 * @property {number} pending how many single steps remain to be made
 * @property {boolean} playing whether the run makes step after step
 * @property {number} speed in steps a second; Infinity is max speed
 * @property {number} limit the step at which training stops and asks
 * @property {History | null} history the losses and checkpoints of all steps so far
 * @property {number | null} diverged the step after which the loss was not finite, until it is diagnosed
 * @property {Unit} unit the unit of Step, Back and Play
 * @property {import("./rebuild.js").Rebuilding | null} rebuilding the past of a loaded run, while it is replayed
 * @property {string | null} entry under which id the browser keeps the run; null until it was kept
 * @property {string | Brought | null} opening the kept run, or that of a file, which is to be opened in place of this one
 * @property {Walk | null} walk the place inside a step, where the unit is smaller than an update
 * @property {Point[] | null} made the points as the data set gave them; null where that is not known
 * @property {Files | "mixed" | null} maker the learner's changed files that have made all steps of the run; null if the page's own engines have
 * @property {import("./link/arrival.js").Waiting[] | null} waiting the parts of a link's view that wait until its run is there
 */

/** The user's edits of the points.
 * @typedef {object} EditsState
 * @property {import("./points.js").Edit[]} undo the edits that can be undone, the latest last
 * @property {import("./points.js").Edit[]} redo the edits that can be redone, the latest last
 * @property {number} nextId the id of the next new point
 */

/** The engines.
 * @typedef {object} EnginesState
 * @property {EngineName} active the one that makes the steps
 * @property {boolean} chosen whether the user has chosen it; otherwise Python takes over once it is ready
 * @property {Record<EngineName, EngineStatus>} status
 * @property {Partial<Record<EngineName, import("./speed.js").Measured>>} measured the recent steps of each engine, and their time
 */

/** The engines' answers about the session.
 * @typedef {object} AnswersState
 * @property {TracedGraph | null} graph the probe's graph
 * @property {Surface | null} surface the decision boundary
 * @property {Record<string, import("./thumbnails.js").Thumbnail>} thumbnails what each neuron sees over the plane, by its name
 * @property {import("./lesson/paths.js").Landscape | null} landscape the train loss over two parameters, below the paths of a lesson
 * @property {import("./accuracy.js").Accuracy | null} accuracy what is known of the accuracy after each step
 * @property {import("./pair.js").PairAnswer | null} pair the train loss over two parameters
 * @property {Partial<import("./queries.js").Answers>} queries everything else, by the name of the query
 */

/** The selection, and what is under the pointer.
 * @typedef {object} SelectionState
 * @property {string | null} node the name of the selected node
 * @property {string | null} hovered the name of the node under the pointer
 * @property {string[]} lit more nodes that are to be seen in the graph: those of a histogram's bin
 * @property {boolean} hoverField whether the hovered neuron is painted over the plane
 * @property {number | null} point the id of the selected point
 * @property {number[]} group the ids of the points that are selected together
 * @property {number} label the label given to new points
 * @property {{step: number | null, kept: number | null}} chart the step under the pointer in the curves, and the kept curve in their legend
 */

/** How the run is shown. Nothing here changes what an engine holds.
 * @typedef {object} ViewState
 * @property {boolean} folded whether every group of the graph, a neuron or the loss, is one card unless it is open
 * @property {{k: number, x: number, y: number} | null} zoom how near the graph is: its scale, and the place of the scene in the middle;
 *   null shows all of it
 * @property {string[] | null} open the open groups; null opens as many of the first as can be read
 * @property {"point" | "train"} gradient whose gradients the graph shows
 * @property {boolean} logScale whether the loss has a logarithmic scale
 * @property {"system" | "light" | "dark"} theme
 * @property {string | null} field the node painted over the plane, "selected", or null for the class probabilities
 * @property {import("./experiment.js").Experiment | null} experiment how backward is done wrong, and how far that is replayed
 * @property {{node: string, delta: number} | null} nudge the node whose data is nudged, and by how much
 * @property {import("./results.js").Confusion | null} confusion the confusion matrix in place of the loss curves
 * @property {"loss" | "accuracy"} chart which curves are shown
 * @property {import("./curves.js").Kept[]} kept the curves that are kept to compare with, the latest last
 * @property {"table" | "layers" | "pair"} params how the parameters are shown: one by one, as histograms by layer, or two of them over their loss
 * @property {import("./pair.js").Pair | null} pair the two over whose values the loss is drawn; null for those that the selection suggests
 * @property {PanelId[]} hidden the panels that are hidden
 * @property {PanelId | null} large the panel that fills the page
 * @property {boolean} stage whether graph, plane and transport fill the screen, as for a lecture
 * @property {PanelId[] | null} embed the panels of a page that is embedded in another; null for the whole page
 * @property {"dialog" | "drop" | null} data whether the dialog for the learner's own data is open, or waits for a file to be dropped
 * @property {"point" | "brush" | "select" | null} tool what the pointer does on the plane; null while the tools are put away
 * @property {boolean} added whether a point was ever added by hand, after which the plane needs no hint
 * @property {boolean} questions whether the list of questions is shown although there is something else to show
 * @property {import("./lesson/lesson.js").Going | null} lesson the lesson that is going on, and its stage
 * @property {Record<string, number>} lessons how many stages of each lesson have been left behind
 */

/** @typedef {import("./code/types.js").CodeState} CodeState */

/** @typedef {object} Groups
 * @property {SessionState} session
 * @property {RunState} run
 * @property {EditsState} edits
 * @property {EnginesState} engines
 * @property {AnswersState} answers
 * @property {SelectionState} selection
 * @property {ViewState} view
 * @property {CodeState} code
 * @property {import("./course/types.js").CourseState} course
 */

/**
 * `home` is the learner's own run while a lesson goes on with another.
 * @typedef {Groups & {
 *   probe: Probe | null, place: Place | null, compare: Compare | null, notice: Notice | null,
 *   home: import("./lesson/home.js").Home | null,
 * }} State
 */

/** The reply to `step`, and the state that the step was made from.
 * @typedef {Omit<import("../protocol/verbs.js").Verbs["step"]["reply"], "answers">} StepReply
 * @typedef {{base: Snapshot, points: Point[], config: Config}} StepBase
 */

/**
 * Every action, with its payload.
 * @typedef {{
 *   "engine/progress": {name: EngineName, loaded: number, total: number},
 *   "engine/ready": {name: EngineName, boot?: Boot, operations?: import("../protocol/operations.js").Operation[]},
 *   "engine/failed": {name: EngineName, reason: string, details?: string, again?: boolean, at?: import("../protocol/problem.js").CodePlace | null},
 *   "engine/retry": {name: EngineName},
 *   "engine/choose": {name: EngineName},
 *   "run/started": {config: Config, keepPoints: boolean, points: Omit<Point, "id">[], snapshot: Snapshot},
 *   "run/stepped": StepBase & StepReply & {shown: Partial<Pick<AnswersState, "graph" | "surface">>},
 *   "run/open": {saved: import("./state.js").Saved, entry: string | null, text: string},
 *   "run/kept": {entry: string},
 *   "run/reopen": {entry: string},
 *   "run/bring": Brought,
 *   "run/replayed": Omit<import("../protocol/verbs.js").Verbs["replay"]["reply"], "ms"> & {of: import("./history.js").Checkpoint},
 *   "run/unreplayable": {of: import("./history.js").Checkpoint},
 *   "run/refused": {reason: string},
 *   "run/diagnosed": {text: string},
 *   "run/reset": {},
 *   "run/step": {count?: number},
 *   "run/play": {},
 *   "run/pause": {},
 *   "run/back": {},
 *   "run/goto": {step: number},
 *   "run/speed": {speed: number},
 *   "run/limit": {limit: number},
 *   "walk/unit": {unit: Unit},
 *   "walk/goto": {at: number},
 *   "walk/end": {},
 *   "walk/tick": {},
 *   "points/add": {x: number, y: number, label?: number},
 *   "points/move": {id: number, x: number, y: number, gesture?: number | null},
 *   "points/relabel": {id: number, label: number},
 *   "points/remove": {id: number},
 *   "points/clear": {},
 *   "points/undo": {},
 *   "points/redo": {},
 *   "points/select": {id: number | null},
 *   "points/label": {label: number},
 *   "parameter/add": {name: string, delta: number},
 *   "plane/place": {place: Place | null},
 *   "probe/set": {id?: number | null, x: number, y: number, label: number},
 *   "config/set": {changes: Partial<Config>},
 *   "graph/traced": {traced: TracedGraph},
 *   "surface/drawn": {surface: Surface},
 *   "thumbnail/drawn": {thumbnail: import("./thumbnails.js").Thumbnail},
 *   "landscape/drawn": {asked: import("./lesson/paths.js").Asked, losses: Float64Array},
 *   "accuracy/known": {wanted: import("./accuracy.js").Wanted, predicted: Float64Array[] | null, reached: Snapshot | null, at: number, ms: number},
 *   "pair/held": {of: import("./history.js").Checkpoint, snapshot: Snapshot},
 *   "pair/drawn": import("./pair.js").Arrived,
 *   "query/answered": {name: QueryName, answer: Answer},
 *   "node/select": {name: string | null},
 *   "node/hover": {name: string | null, field?: boolean},
 *   "node/light": {names: string[]},
 *   "view/folded": {folded: boolean},
 *   "view/zoom": {zoom: State["view"]["zoom"]},
 *   "view/open": {groups: string[] | null},
 *   "view/gradient": {gradient: ViewState["gradient"]},
 *   "view/field": {node: string | null},
 *   "view/experiment": {how: import("./experiment.js").Experiment["how"] | null, root?: string | null, at?: number | null},
 *   "view/nudge": {node: string, delta: number},
 *   "view/log-scale": {logScale: boolean},
 *   "view/confusion": {split: import("./results.js").Split | null, cell?: {label: number, predicted: number} | null},
 *   "chart/hover": {step?: number | null, kept?: number | null},
 *   "view/chart": {chart: ViewState["chart"]},
 *   "view/keep": {},
 *   "view/forget": {index: number | null},
 *   "view/kept": {kept: import("./curves.js").Kept[]},
 *   "view/params": {params: ViewState["params"]},
 *   "view/pair": {first: string, second: string, close?: boolean},
 *   "view/theme": {theme: ViewState["theme"]},
 *   "view/hide": {id: PanelId},
 *   "view/show": {id: PanelId},
 *   "view/enlarge": {id: PanelId | null},
 *   "view/stage": {on: boolean},
 *   "view/data": {data: ViewState["data"]},
 *   "view/tool": {tool: ViewState["tool"]},
 *   "view/linked": {parts: [string, string][]},
 *   "notice/show": {notice: Notice},
 *   "notice/dismiss": {},
 *   "compare/open": {left?: EngineName, right?: EngineName},
 *   "compare/stepped": StepBase & {replies: Record<string, StepReply>},
 *   "compare/searched": {node: import("./compare.js").DifferingNode | null, last: boolean},
 *   "compare/drawn": {name: EngineName, surface: Surface},
 *   "compare/race": {seconds?: number},
 *   "compare/progress": {name: EngineName, reply: StepReply},
 *   "compare/raced": {},
 *   "compare/lockstep": {},
 *   "code/open": {file?: FileName, line?: number, preset?: string},
 *   "code/close": {},
 *   "code/arrived": {original: Files, kept: Partial<Files>, mine?: Files | null} & Partial<import("./code/kept.js").Kept>,
 *   "code/linked": {text: string},
 *   "code/taken": {changes: Partial<CodeState>},
 *   "code/file": {file: FileName},
 *   "code/edit": {file: FileName, text: string},
 *   "code/try": {preset: string, files: Files, wants?: Partial<Config> | null},
 *   "code/mine": {},
 *   "code/reset": {},
 *   "code/run": {wants?: Partial<Config>},
 *   "code/printed": {text: string},
 *   "code/check": Record<"of" | "check", import("./code/check.js").Check>,
 *   "code/measure": Record<"of" | "measure", import("./code/measure.js").Measure | null>,
 *   "lesson/open": {id: string, stage?: number, resumes?: import("./lesson/lesson.js").Going["resumes"]},
 *   "lesson/arrived": {id: string, stages: import("./lesson/lesson.js").Stage[]},
 *   "lesson/missing": {id: string},
 *   "lesson/next": {},
 *   "lesson/back": {},
 *   "lesson/show": {},
 *   "lesson/resume": {},
 *   "lesson/answer": {choice: number},
 *   "lesson/ground": {note: string | null},
 *   "lesson/close": {},
 *   "lesson/run": {changes: Partial<Config>},
 *   "lesson/note": {name: string},
 *   "lesson/probe": {point: number},
 *   "lesson/questions": {shown: boolean},
 * } & import("./course/types.js").CourseActions & import("./data/types.js").DataActions & import("./update.js").UpdateActions} Actions
 */

/** @typedef {{[T in keyof Actions]: {type: T} & Actions[T]}[keyof Actions]} Action */
/** A handler per action, which returns the next state. @typedef {{[T in keyof Actions]: (state: State, action: Actions[T]) => State}} Handlers */
/**
 * The handlers of the actions whose names begin with P and a slash.
 * @template {string} P
 * @typedef {Pick<Handlers, Extract<keyof Actions, `${P}/${string}`>>} HandlersOf
 */

export {};
