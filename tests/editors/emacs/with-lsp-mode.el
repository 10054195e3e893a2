;;; with-lsp-mode.el --- Does archnotes work in Emacs with lsp-mode?  -*- lexical-binding: t -*-

;;; Code:

;; lsp-mode advises a function of Emacs, for which Emacs would compile something.
(setq comp-enable-subr-trampolines nil)

(require 'lsp-mode)
(require 'lsp-completion)

(defun lsp-text (range)
  "The text of RANGE."
  (buffer-substring-no-properties (lsp--position-to-point (lsp-get range :start))
                                  (lsp--position-to-point (lsp-get range :end))))

(defun lsp-findings ()
  "The findings as (text code), in the order of the text."
  (let ((all (seq-mapcat #'identity (hash-table-values (lsp-diagnostics)))))
    (mapcar (lambda (it) (list (lsp-text (lsp-get it :range)) (lsp-get it :code)))
            (sort all (lambda (a b)
                        (< (lsp--position-to-point (lsp-get (lsp-get a :range) :start))
                           (lsp--position-to-point (lsp-get (lsp-get b :range) :start))))))))

(defun lsp-expect (expected)
  "Wait for the EXPECTED findings, and fail with those that are there."
  (condition-case err
      (wait-for "the findings" (lambda () (equal (lsp-findings) expected)))
    (error (error "%s: %S, found %S" (cadr err) expected (lsp-findings)))))

(defconst with-lsp-mode
  `(("lsp-mode starts the server" .
     ,(lambda ()
        (equal-or-fail (mapcar (lambda (it) (lsp--client-server-id (lsp--workspace-client it))) (lsp-workspaces))
                       '(archnotes) "the servers")))
    ("lsp-mode has the findings at their text, behind emoji and Korean" .
     ,(lambda ()
        (lsp-expect '(("Kinesis Data Firehose" "renamed-service")
                      ("EC2 한 대" "single-instance")
                      ("a single EC2 instance" "single-instance")))))
    ("lsp-mode shows the card in Korean" .
     ,(lambda ()
        (go-to "Kinesis Data Firehose")
        (let* ((hover (lsp-request "textDocument/hover" (lsp--text-document-position-params)))
               (card (lsp-get (lsp-get hover :contents) :value)))
          (unless (and (string-match-p "Amazon Data Firehose" card) (string-match-p "[가-힣]" card))
            (error "No card in %s" card)))))
    ("lsp-mode completes the name behind an emoji" .
     ,(lambda ()
        (goto-char (point-max))
        (insert "👩‍💻 썸네일은 람")
        (pcase-let* ((`(,beg ,end ,items . ,_) (lsp-completion-at-point))
                     (found (all-completions (buffer-substring-no-properties beg end) items)))
          (equal-or-fail (buffer-substring-no-properties beg end) "람" "what is completed")
          (unless (seq-find (lambda (it) (string-match-p "람다" it)) found)
            (error "No 람다 among %S" found)))
        (delete-region (line-beginning-position) (point-max))))
    ("lsp-mode writes the new name where the old one stood" .
     ,(lambda ()
        (go-to "Kinesis Data Firehose")
        (let* ((actions (lsp-code-actions-at-point))
               (fix (seq-find (lambda (it) (string-match-p "Amazon Data Firehose" (lsp-get it :title))) actions)))
          (unless fix
            (error "No fix among %S" (mapcar (lambda (it) (lsp-get it :title)) actions)))
          (lsp-execute-code-action fix))
        (goto-char (point-min))
        (forward-line 2)
        (equal-or-fail (buffer-substring-no-properties (point) (line-end-position))
                       "🚀 로그는 Amazon Data Firehose로 S3에 보낸다." "the line")
        (lsp-expect '(("EC2 한 대" "single-instance") ("a single EC2 instance" "single-instance")))))
    ("lsp-mode ends it" .
     ,(lambda ()
        (let ((process (lsp--workspace-proc (car (lsp-workspaces)))))
          (setq lsp-restart 'ignore)
          (lsp-workspace-shutdown (car (lsp-workspaces)))
          (wait-for "its end" (lambda () (not (process-live-p process)))))))))

(defun start-lsp-mode ()
  "Start the server for the buffer and wait until it is there."
  (setq lsp-session-file (expand-file-name "lsp-session")
        lsp-auto-guess-root t
        lsp-response-timeout patience
        lsp-diagnostics-provider :none
        ;; What else lsp-mode would look for.
        lsp-enable-snippet nil
        lsp-headerline-breadcrumb-enable nil
        lsp-modeline-code-actions-enable nil
        lsp-modeline-diagnostics-enable nil
        lsp-modeline-workspace-status-enable nil
        lsp-enable-suggest-server-download nil)
  (lsp-workspace-folders-add default-directory)
  (lsp)
  (wait-for "the server" (lambda ()
                           (seq-some (lambda (it) (eq (lsp--workspace-status it) 'initialized)) (lsp-workspaces)))))

(provide 'with-lsp-mode)
;;; with-lsp-mode.el ends here
